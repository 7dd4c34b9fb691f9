var searchData=
[
  ['make_5ferror_5fcode_0',['make_error_code',['../namespacekeyturn.html#aab5ea67feb29efa6835abcf133cbcb08',1,'keyturn']]],
  ['manual_1',['Manual',['../classkeyturn_1_1testing_1_1Manual.html#a27fe6c8152479494de7f3becb6872d01',1,'keyturn::testing::Manual']]],
  ['mark_2',['mark',['../classkeyturn_1_1testing_1_1Trace.html#a3f8a51d75acb4aafe2582ccd5e4ef26a',1,'keyturn::testing::Trace']]],
  ['maybe_3',['Maybe',['../classkeyturn_1_1Maybe.html#a8f06256db8c0f8400db40e751445efc2',1,'keyturn::Maybe']]],
  ['milliseconds_5faround_4',['milliseconds_around',['../namespacekeyturn.html#ad3a652037afbb6ce0713f1c9da5fd0af',1,'keyturn']]],
  ['milliseconds_5fleft_5',['milliseconds_left',['../namespacekeyturn.html#a81a710c5ffc2fd00aa41afbf723b9ca3',1,'keyturn']]],
  ['milliseconds_5fwithin_6',['milliseconds_within',['../namespacekeyturn.html#a2880a4fd21889a59a85fc6b25171a537',1,'keyturn']]],
  ['mutexguard_7',['MutexGuard',['../classkeyturn_1_1MutexGuard.html#a72577d0ea01f7607a671de23cc54eb06',1,'keyturn::MutexGuard']]]
];
