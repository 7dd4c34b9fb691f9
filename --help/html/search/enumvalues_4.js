var searchData=
[
  ['erase_0',['erase',['../namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cba26eb25b14d930f9d5f59b2c50798a9a4',1,'keyturn::testing']]],
  ['event_1',['event',['../structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba4119639092e62c55ea8be348e4d9260d',1,'keyturn::testing::TraceRecord']]],
  ['expired_2',['expired',['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5bac4bfb2a0bab0e91bc7dcfbe3bbec246e',1,'keyturn::DevicePoll::expired()'],['../namespacekeyturn.html#a4a1ba42d8024e5d3d482795b9c05c858ac4bfb2a0bab0e91bc7dcfbe3bbec246e',1,'keyturn::expired()']]]
];
