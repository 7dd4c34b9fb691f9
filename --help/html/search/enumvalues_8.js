var searchData=
[
  ['late_5f401_0',['late_401',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba344484032a59a8a8b79dcd2ff19340f3',1,'keyturn::Event']]],
  ['load_1',['load',['../namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cbaec4d1eb36b22d19728e9d1d23ca84d1c',1,'keyturn::testing']]],
  ['lock_2',['lock',['../namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cbadce7c4174ce9323904a934a486c41288',1,'keyturn::testing']]],
  ['logged_5fin_3',['logged_in',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba73ce1da3e9a955cc2dc32bcbf0cb0c03',1,'keyturn::Event']]],
  ['logged_5fout_4',['logged_out',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba5149cd506e1830b01d0ae4fecd10af1b',1,'keyturn::Event']]],
  ['logged_5fout_5felsewhere_5',['logged_out_elsewhere',['../namespacekeyturn.html#a62e2b74e34cf627fbb5b3ff122058897aa80fb7149e6a66e7049c921f435e2faf',1,'keyturn']]],
  ['login_5frefused_6',['login_refused',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca4296590d55196701f2a104698e175e08',1,'keyturn']]]
];
