var searchData=
[
  ['milliseconds_0',['milliseconds',['../namespacekeyturn.html#a37efb790c563cc72f7e239d7a229197cac50c3b1ca82ba7b7ab55afdf66a2f6c9',1,'keyturn']]],
  ['missing_1',['missing',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5baea21841da70e6405af19fabc4ff8bdd9',1,'keyturn::Field']]]
];
