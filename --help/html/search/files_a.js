var searchData=
[
  ['list_2ehpp_0',['list.hpp',['../list_8hpp.html',1,'']]],
  ['loopback_5fserver_2ehpp_1',['loopback_server.hpp',['../loopback__server_8hpp.html',1,'']]]
];
