var searchData=
[
  ['no_5fanswer_0',['no_answer',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fcae12e0a959e2bc04c0c2ae1edb866ae05',1,'keyturn']]],
  ['no_5frefresh_5ftoken_1',['no_refresh_token',['../namespacekeyturn.html#a62e2b74e34cf627fbb5b3ff122058897a124df357e49a46870dcd6dd7065260fb',1,'keyturn']]],
  ['none_2',['none',['../namespacekeyturn.html#a70317a003ed2f240c80fe0ecd8d13eada334c4a4c42fdb79d7ebc3e73b517e6f8',1,'keyturn::none()'],['../namespacekeyturn.html#a14d5dc401297675ab54ba9381bc1483ba334c4a4c42fdb79d7ebc3e73b517e6f8',1,'keyturn::none()'],['../namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9a334c4a4c42fdb79d7ebc3e73b517e6f8',1,'keyturn::testing::none()']]],
  ['not_5flogged_5fin_3',['not_logged_in',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fcaca0887c6a8aa0ab9e48a294ed50c96a6',1,'keyturn']]],
  ['not_5fsent_4',['not_sent',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fcaadb9ebc2bcec4f49bc2b766defba77bc',1,'keyturn']]],
  ['null_5',['null',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5ba37a6259cc0c1dae299a7866489dff0bd',1,'keyturn::Field']]],
  ['number_6',['number',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5bab1bc248a7ff2b2e95569f56de68615df',1,'keyturn::Field']]]
];
