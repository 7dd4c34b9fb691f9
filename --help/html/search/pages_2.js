var searchData=
[
  ['keyturn_0',['keyturn',['../index.html',1,'']]]
];
