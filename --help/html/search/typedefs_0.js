var searchData=
[
  ['action_0',['Action',['../namespacekeyturn.html#a61538174cdf09d4335f4394ae0f75b77',1,'keyturn']]],
  ['answer_1',['Answer',['../classkeyturn_1_1testing_1_1ScriptedTransport.html#a42a7a1cbb06a39e461bd50192d01488e',1,'keyturn::testing::ScriptedTransport']]]
];
