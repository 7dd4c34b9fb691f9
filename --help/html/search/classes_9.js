var searchData=
[
  ['list_0',['List',['../classkeyturn_1_1List.html',1,'keyturn']]],
  ['list_3c_20keyturn_3a_3achallenge_3a_3aparameter_20_3e_1',['List&lt; keyturn::Challenge::Parameter &gt;',['../classkeyturn_1_1List.html',1,'keyturn']]],
  ['list_3c_20keyturn_3a_3atokenset_20_3e_2',['List&lt; keyturn::TokenSet &gt;',['../classkeyturn_1_1List.html',1,'keyturn']]],
  ['list_3c_20record_20_3e_3',['List&lt; Record &gt;',['../classkeyturn_1_1List.html',1,'keyturn']]],
  ['loopbackconnection_4',['LoopbackConnection',['../classkeyturn_1_1testing_1_1LoopbackConnection.html',1,'keyturn::testing']]],
  ['loopbackserver_5',['LoopbackServer',['../classkeyturn_1_1testing_1_1LoopbackServer.html',1,'keyturn::testing']]]
];
