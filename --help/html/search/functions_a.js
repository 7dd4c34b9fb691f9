var searchData=
[
  ['keep_5fsecret_0',['keep_secret',['../classkeyturn_1_1Body.html#ada08ec6834bd4385b0cd9799ec30e53d',1,'keyturn::Body::keep_secret()'],['../classkeyturn_1_1Headers.html#ada08ec6834bd4385b0cd9799ec30e53d',1,'keyturn::Headers::keep_secret()']]],
  ['kill_5faccess_5ftokens_1',['kill_access_tokens',['../classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a33738a2e316e52f9cef94f2bc9fc16c8',1,'keyturn::testing::BasicFakeAuthServer']]]
];
