var searchData=
[
  ['denied_0',['denied',['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba865726b2885feef8e8b25b56a2d7c8f8',1,'keyturn::DevicePoll']]],
  ['done_1',['done',['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba6b2ded51d81a4403d8a4bd25fa1e57ee',1,'keyturn::DevicePoll']]]
];
