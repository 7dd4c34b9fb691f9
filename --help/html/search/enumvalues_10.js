var searchData=
[
  ['unix_5fseconds_0',['unix_seconds',['../namespacekeyturn.html#a37efb790c563cc72f7e239d7a229197ca92c95785bb834fb52f32e959dd278949',1,'keyturn']]],
  ['unsupported_1',['unsupported',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca723c25877a86786664edc4b643c08a6f',1,'keyturn']]]
];
