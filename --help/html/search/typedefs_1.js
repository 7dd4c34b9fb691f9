var searchData=
[
  ['config_0',['Config',['../classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a4c606d5ca6836814a8f2723bf1bde79a',1,'keyturn::testing::BasicFakeAuthServer']]]
];
