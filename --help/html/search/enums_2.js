var searchData=
[
  ['errc_0',['Errc',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fc',1,'keyturn']]],
  ['expiryunit_1',['ExpiryUnit',['../namespacekeyturn.html#a37efb790c563cc72f7e239d7a229197c',1,'keyturn']]]
];
