var searchData=
[
  ['platform_2ehpp_0',['platform.hpp',['../platform_8hpp.html',1,'']]],
  ['protocol_2ehpp_1',['protocol.hpp',['../protocol_8hpp.html',1,'']]]
];
