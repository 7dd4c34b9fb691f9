var searchData=
[
  ['text_0',['text',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5ba1cb251ec0d568de6a929b520c4aed8d1',1,'keyturn::Field']]],
  ['timed_5fout_1',['timed_out',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca56c27b1ab1a5a5a0eae853cabb4dc0c1',1,'keyturn']]],
  ['transient_2',['transient',['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5baf15455eb297257c3414c2e6959a92e60',1,'keyturn::DevicePoll::transient()'],['../namespacekeyturn.html#a4a1ba42d8024e5d3d482795b9c05c858af15455eb297257c3414c2e6959a92e60',1,'keyturn::transient()']]]
];
