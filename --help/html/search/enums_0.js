var searchData=
[
  ['auth_0',['Auth',['../namespacekeyturn.html#a70317a003ed2f240c80fe0ecd8d13ead',1,'keyturn']]]
];
