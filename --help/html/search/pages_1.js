var searchData=
[
  ['how_20keyturn_20is_20built_0',['How keyturn is built',['../include-keyturn-page.html',1,'']]]
];
