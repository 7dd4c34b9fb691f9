var searchData=
[
  ['call_0',['call',['../structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba53b9e9679a8ea25880376080b76f98ad',1,'keyturn::testing::TraceRecord']]],
  ['cancelled_1',['cancelled',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca38881e0a24039dc2621e1d6f86cb71f7',1,'keyturn']]]
];
