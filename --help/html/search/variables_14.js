var searchData=
[
  ['wall_0',['wall',['../structkeyturn_1_1Moment.html#a9125e3c2694192c430d459798afa2c30',1,'keyturn::Moment::wall()'],['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#ad36c0acdb743861dd7e907a92e97db67',1,'keyturn::testing::FakeAuthServerConfig::wall()']]],
  ['watch_1',['watch',['../structkeyturn_1_1RedisOptions.html#a99a5cdb881ac1348f33b0c89cd320e8f',1,'keyturn::RedisOptions']]],
  ['window_2',['window',['../structkeyturn_1_1RefreshBudget.html#a0732b023c66c710bc52168c9cf74db5b',1,'keyturn::RefreshBudget::window()'],['../structkeyturn_1_1UnknownOutcome.html#a326a1c15b630425db64983cb5e21b18d',1,'keyturn::UnknownOutcome::window()'],['../structkeyturn_1_1ServerFacts.html#a326a1c15b630425db64983cb5e21b18d',1,'keyturn::ServerFacts::window()']]]
];
