var searchData=
[
  ['body_2ehpp_0',['body.hpp',['../body_8hpp.html',1,'']]],
  ['browser_5fsign_5fin_2ehpp_1',['browser_sign_in.hpp',['../browser__sign__in_8hpp.html',1,'']]]
];
