var searchData=
[
  ['operator_3c_3c_0',['operator&lt;&lt;',['../classkeyturn_1_1testing_1_1CheckReport.html#af25f1de73ec23ab8c3e88045a355d281',1,'keyturn::testing::CheckReport']]],
  ['operator_3d_3d_1',['operator==',['../classkeyturn_1_1List.html#a039983bc2c30b126e17c89267fccbef1',1,'keyturn::List::operator==()'],['../classkeyturn_1_1Result.html#ac98860c24e5556257bbf8e0b767d1d9a',1,'keyturn::Result::operator==()'],['../classkeyturn_1_1Result.html#afd5fb5a99bb938b38af564b350460238',1,'keyturn::Result::operator==()'],['../classkeyturn_1_1Result_3_01void_01_4.html#afd5fb5a99bb938b38af564b350460238',1,'keyturn::Result&lt; void &gt;::operator==()'],['../classkeyturn_1_1Secret.html#a64e418f29957fb4129b8cc7b5bee1d66',1,'keyturn::Secret::operator==()'],['../classkeyturn_1_1Headers.html#a2a9fd096e25c02101b60569c63443a32',1,'keyturn::Headers::operator==()']]]
];
