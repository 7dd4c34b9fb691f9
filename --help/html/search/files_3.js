var searchData=
[
  ['device_5fauthorization_2ehpp_0',['device_authorization.hpp',['../device__authorization_8hpp.html',1,'']]],
  ['device_5fpolling_2ehpp_1',['device_polling.hpp',['../device__polling_8hpp.html',1,'']]],
  ['device_5fsign_5fin_2ehpp_2',['device_sign_in.hpp',['../device__sign__in_8hpp.html',1,'']]],
  ['discovery_2ehpp_3',['discovery.hpp',['../discovery_8hpp.html',1,'']]],
  ['dpop_2ehpp_4',['dpop.hpp',['../adapters_2dpop_8hpp.html',1,'(Global Namespace)'],['../dpop_8hpp.html',1,'(Global Namespace)']]]
];
