var searchData=
[
  ['winhttp_2ehpp_0',['winhttp.hpp',['../adapters_2winhttp_8hpp.html',1,'(Global Namespace)'],['../winhttp_8hpp.html',1,'(Global Namespace)']]],
  ['www_5fauthenticate_2ehpp_1',['www_authenticate.hpp',['../www__authenticate_8hpp.html',1,'']]]
];
