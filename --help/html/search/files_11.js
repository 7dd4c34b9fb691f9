var searchData=
[
  ['unknown_5foutcome_2ehpp_0',['unknown_outcome.hpp',['../unknown__outcome_8hpp.html',1,'']]],
  ['url_2ehpp_1',['url.hpp',['../url_8hpp.html',1,'']]]
];
