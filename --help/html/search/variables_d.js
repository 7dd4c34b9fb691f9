var searchData=
[
  ['on_5fdata_0',['on_data',['../structkeyturn_1_1Request.html#af9d11ef62878aa6c9729fb664550b251',1,'keyturn::Request']]],
  ['one_5fthread_1',['one_thread',['../structkeyturn_1_1SingleThread_1_1Mutex.html#a1c8f103cad24b47589c2ee5dcdd8fc82',1,'keyturn::SingleThread::Mutex']]],
  ['only_2',['only',['../structkeyturn_1_1testing_1_1Fault.html#a6667262310d64bf1135a0abc4229c3a1',1,'keyturn::testing::Fault']]],
  ['open_5fbrowser_3',['open_browser',['../structkeyturn_1_1BrowserSignInOptions.html#acc6fe7dbe1b27c1fdd4e3088ef3ff427',1,'keyturn::BrowserSignInOptions']]],
  ['origin_4',['origin',['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a985c304e5c2ab9a0895677493d4cbd0d',1,'keyturn::testing::FakeAuthServerConfig']]],
  ['outcome_5',['outcome',['../structkeyturn_1_1testing_1_1TraceRecord.html#a6d2447983fd418229f9899ea83c55ad7',1,'keyturn::testing::TraceRecord']]]
];
