var searchData=
[
  ['error_2ehpp_0',['error.hpp',['../error_8hpp.html',1,'']]],
  ['event_2ehpp_1',['event.hpp',['../event_8hpp.html',1,'']]]
];
