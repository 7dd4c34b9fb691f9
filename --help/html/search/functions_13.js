var searchData=
[
  ['unknown_5foutcome_0',['unknown_outcome',['../classkeyturn_1_1BasicJsonApi.html#aa05e4c48ba56fffebb4280ce666edff3',1,'keyturn::BasicJsonApi::unknown_outcome()'],['../classkeyturn_1_1BasicOAuth2.html#aa05e4c48ba56fffebb4280ce666edff3',1,'keyturn::BasicOAuth2::unknown_outcome()']]],
  ['unlock_1',['unlock',['../structkeyturn_1_1SingleThread_1_1Mutex.html#a4b7c1039f47fca6ca12bbf9134a543a1',1,'keyturn::SingleThread::Mutex']]],
  ['url_2',['url',['../classkeyturn_1_1BrowserSignIn.html#ad78acda1ee886aae714d476f1ecb9780',1,'keyturn::BrowserSignIn::url()'],['../classkeyturn_1_1testing_1_1LoopbackServer.html#afba3ae6563cedeed1cc901d5d7e0bc41',1,'keyturn::testing::LoopbackServer::url()']]]
];
