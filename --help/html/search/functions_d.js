var searchData=
[
  ['next_0',['next',['../classkeyturn_1_1DevicePolling.html#a72ea0d3461c2c514494257a379ddd246',1,'keyturn::DevicePolling']]],
  ['notes_1',['notes',['../classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#ad6495a3e116eb301e420645fe110ebb3',1,'keyturn::testing::BasicFakeAuthServer']]],
  ['notify_5fall_2',['notify_all',['../classkeyturn_1_1Hosted_1_1Condition.html#a04530b5c90bfd5ca268712b1e93df4d8',1,'keyturn::Hosted::Condition::notify_all()'],['../structkeyturn_1_1SingleThread_1_1Condition.html#a04530b5c90bfd5ca268712b1e93df4d8',1,'keyturn::SingleThread::Condition::notify_all()'],['../classkeyturn_1_1testing_1_1Manual_1_1Condition.html#a04530b5c90bfd5ca268712b1e93df4d8',1,'keyturn::testing::Manual::Condition::notify_all()']]],
  ['now_3',['now',['../classkeyturn_1_1Hosted.html#a11d72d4c807b2fb67bf21da051d42418',1,'keyturn::Hosted::now()'],['../classkeyturn_1_1SingleThread.html#aa2114d2636f6ac6f4ea19a54efabf57d',1,'keyturn::SingleThread::now()'],['../classkeyturn_1_1testing_1_1ManualClock.html#aa2114d2636f6ac6f4ea19a54efabf57d',1,'keyturn::testing::ManualClock::now()'],['../classkeyturn_1_1testing_1_1Manual.html#aa2114d2636f6ac6f4ea19a54efabf57d',1,'keyturn::testing::Manual::now()'],['../classkeyturn_1_1testing_1_1Trace.html#aa2114d2636f6ac6f4ea19a54efabf57d',1,'keyturn::testing::Trace::now()']]],
  ['number_4',['number',['../classkeyturn_1_1testing_1_1LoopbackConnection.html#a8c973249a348c1042d91680668cfb725',1,'keyturn::testing::LoopbackConnection']]]
];
