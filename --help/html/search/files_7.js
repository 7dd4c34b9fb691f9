var searchData=
[
  ['input_2ehpp_0',['input.hpp',['../input_8hpp.html',1,'']]]
];
