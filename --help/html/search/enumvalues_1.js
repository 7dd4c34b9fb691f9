var searchData=
[
  ['bad_5fanswer_0',['bad_answer',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca7e57b8f72835a1ce349bd2a1fa424f02',1,'keyturn']]],
  ['bad_5frequest_1',['bad_request',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca373d9e6e1aaf30e691dadb57eb22d7b1',1,'keyturn']]],
  ['basic_2',['basic',['../namespacekeyturn.html#a14d5dc401297675ab54ba9381bc1483baf17aaabc20bfe045075927934fed52d2',1,'keyturn']]],
  ['boolean_3',['boolean',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5ba84e2c64f38f78ba3ea5c905ab5a2da27',1,'keyturn::Field']]]
];
