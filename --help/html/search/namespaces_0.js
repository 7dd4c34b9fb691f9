var searchData=
[
  ['keyturn_0',['keyturn',['../namespacekeyturn.html',1,'']]],
  ['testing_1',['testing',['../namespacekeyturn_1_1testing.html',1,'keyturn']]]
];
