var searchData=
[
  ['rotation_0',['Rotation',['../namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9',1,'keyturn::testing']]],
  ['rule_1',['Rule',['../structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78',1,'keyturn::UnknownOutcome']]]
];
