var searchData=
[
  ['oauth2_0',['oauth2',['../structkeyturn_1_1ServerFacts.html#a3858878f50b05f9acbbc612590954f0aada0048d0899c4f123beb9593706b9f14',1,'keyturn::ServerFacts']]],
  ['object_1',['object',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5baa8cfde6331bd59eb2ac96f8911c4b666',1,'keyturn::Field']]],
  ['optional_2',['optional',['../namespacekeyturn.html#a70317a003ed2f240c80fe0ecd8d13eadad57c24f3fe52d16e7169b912dd647f0d',1,'keyturn']]],
  ['origin_5fnot_5fallowed_3',['origin_not_allowed',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fcad3a3df156052d99e7bbe639812b031dd',1,'keyturn']]]
];
