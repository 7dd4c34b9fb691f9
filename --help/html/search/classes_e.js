var searchData=
[
  ['scriptedtransport_0',['ScriptedTransport',['../classkeyturn_1_1testing_1_1ScriptedTransport.html',1,'keyturn::testing']]],
  ['sealedstorage_1',['SealedStorage',['../classkeyturn_1_1SealedStorage.html',1,'keyturn']]],
  ['secret_2',['Secret',['../classkeyturn_1_1Secret.html',1,'keyturn']]],
  ['secretservicekeychain_3',['SecretServiceKeychain',['../classkeyturn_1_1SecretServiceKeychain.html',1,'keyturn']]],
  ['seen_4',['Seen',['../structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen.html',1,'keyturn::testing::ScriptedTransport']]],
  ['serverfacts_5',['ServerFacts',['../structkeyturn_1_1ServerFacts.html',1,'keyturn']]],
  ['sessioninfo_6',['SessionInfo',['../structkeyturn_1_1SessionInfo.html',1,'keyturn']]],
  ['shared_7',['Shared',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20base_20_3e_8',['Shared&lt; Base &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20call_20_3e_9',['Shared&lt; Call &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20const_20dialect_20_3e_10',['Shared&lt; const Dialect &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20const_20snapshot_20_3e_11',['Shared&lt; const Snapshot &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20inbox_20_3e_12',['Shared&lt; Inbox &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20records_20_3e_13',['Shared&lt; Records &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20state_20_3e_14',['Shared&lt; State &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['shared_3c_20wait_20_3e_15',['Shared&lt; Wait &gt;',['../classkeyturn_1_1Shared.html',1,'keyturn']]],
  ['simdjsoncodec_16',['SimdjsonCodec',['../classkeyturn_1_1SimdjsonCodec.html',1,'keyturn']]],
  ['singlethread_17',['SingleThread',['../classkeyturn_1_1SingleThread.html',1,'keyturn']]],
  ['snapshot_18',['Snapshot',['../structkeyturn_1_1Snapshot.html',1,'keyturn']]],
  ['steadyclock_19',['SteadyClock',['../structkeyturn_1_1SteadyClock.html',1,'keyturn']]]
];
