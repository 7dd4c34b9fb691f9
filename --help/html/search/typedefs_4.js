var searchData=
[
  ['fakeauthserver_0',['FakeAuthServer',['../namespacekeyturn_1_1testing.html#ac0629c306b78b4d4d42a242ae8fc4027',1,'keyturn::testing']]]
];
