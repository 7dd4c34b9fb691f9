var searchData=
[
  ['clientauth_0',['ClientAuth',['../namespacekeyturn.html#a14d5dc401297675ab54ba9381bc1483b',1,'keyturn']]]
];
