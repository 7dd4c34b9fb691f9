var searchData=
[
  ['oauth2_0',['OAuth2',['../namespacekeyturn.html#ae66c2468f985b8db8c48deed44467726',1,'keyturn']]]
];
