var searchData=
[
  ['examples_0',['Examples',['../examples-page.html',1,'']]]
];
