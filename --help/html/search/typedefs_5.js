var searchData=
[
  ['input_0',['Input',['../namespacekeyturn.html#af36fba88d990077216eca843e0eb1f04',1,'keyturn']]],
  ['intentkey_1',['IntentKey',['../namespacekeyturn.html#afd4a0899ca300dd1cdb6ee81840e5101',1,'keyturn']]]
];
