var searchData=
[
  ['verdict_0',['Verdict',['../namespacekeyturn.html#a4a1ba42d8024e5d3d482795b9c05c858',1,'keyturn']]]
];
