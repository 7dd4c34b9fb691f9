var searchData=
[
  ['logoutreason_0',['LogoutReason',['../namespacekeyturn.html#a62e2b74e34cf627fbb5b3ff122058897',1,'keyturn']]],
  ['loopbackaddress_1',['LoopbackAddress',['../namespacekeyturn.html#a61b968128c22623706c61122130380ad',1,'keyturn']]]
];
