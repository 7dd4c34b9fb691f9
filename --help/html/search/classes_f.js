var searchData=
[
  ['tokenset_0',['TokenSet',['../structkeyturn_1_1TokenSet.html',1,'keyturn']]],
  ['trace_1',['Trace',['../classkeyturn_1_1testing_1_1Trace.html',1,'keyturn::testing']]],
  ['tracedstorage_2',['TracedStorage',['../classkeyturn_1_1testing_1_1TracedStorage.html',1,'keyturn::testing']]],
  ['tracedtransport_3',['TracedTransport',['../classkeyturn_1_1testing_1_1TracedTransport.html',1,'keyturn::testing']]],
  ['tracejson_4',['TraceJson',['../classkeyturn_1_1testing_1_1TraceJson.html',1,'keyturn::testing']]],
  ['tracelane_5',['TraceLane',['../structkeyturn_1_1testing_1_1TraceLane.html',1,'keyturn::testing']]],
  ['tracerecord_6',['TraceRecord',['../structkeyturn_1_1testing_1_1TraceRecord.html',1,'keyturn::testing']]],
  ['tracerecorder_7',['TraceRecorder',['../classkeyturn_1_1testing_1_1TraceRecorder.html',1,'keyturn::testing']]],
  ['tracespan_8',['TraceSpan',['../classkeyturn_1_1testing_1_1TraceSpan.html',1,'keyturn::testing']]]
];
