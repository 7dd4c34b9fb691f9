var searchData=
[
  ['save_0',['save',['../namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cba43781db5c40ecc39fd718685594f0956',1,'keyturn::testing']]],
  ['seconds_1',['seconds',['../namespacekeyturn.html#a37efb790c563cc72f7e239d7a229197ca783e8e29e6a8c3e22baa58a19420eb4f',1,'keyturn']]],
  ['server_5frefused_2',['server_refused',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca298bcab2ee2f0d1e0cac62a1a633611d',1,'keyturn']]],
  ['session_5fended_3',['session_ended',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca369da50a8f921efcbc062b719ff7092c',1,'keyturn']]],
  ['slow_5fdown_4',['slow_down',['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba5a439578513520e7a5c859a7bef3daf6',1,'keyturn::DevicePoll']]],
  ['stale_5fresult_5fdropped_5',['stale_result_dropped',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba7931495d5187843d31a2c3d0b0fe47b1',1,'keyturn::Event']]],
  ['storage_6',['storage',['../structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5baddecebdea58b5f264d27f1f7909bab74',1,'keyturn::testing::TraceRecord']]],
  ['storage_5fbusy_7',['storage_busy',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca6aef56c6fa304b94a03407b5577322b2',1,'keyturn']]],
  ['storage_5fcorrupt_8',['storage_corrupt',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fcad4dd5589c1c4ff3637e70dae6fe174b9',1,'keyturn']]],
  ['storage_5ffailed_9',['storage_failed',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba627bafc29f3b318da2e7303ebcc61c41',1,'keyturn::Event::storage_failed()'],['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca627bafc29f3b318da2e7303ebcc61c41',1,'keyturn::storage_failed()']]],
  ['storage_5frecovered_10',['storage_recovered',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5bac1715a9feb60a0ee9ca6a99301faa0d6',1,'keyturn::Event']]],
  ['strict_11',['strict',['../namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9a2133fd717402a7966ee88d06f9e0b792',1,'keyturn::testing']]],
  ['superseded_12',['superseded',['../namespacekeyturn.html#a4a1ba42d8024e5d3d482795b9c05c858a382fa69b4a5ff1a290d502df1ee98010',1,'keyturn']]]
];
