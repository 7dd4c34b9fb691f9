var searchData=
[
  ['scripted_5ftransport_2ehpp_0',['scripted_transport.hpp',['../scripted__transport_8hpp.html',1,'']]],
  ['sealed_2ehpp_1',['sealed.hpp',['../sealed_8hpp.html',1,'']]],
  ['sealed_5fstorage_2ehpp_2',['sealed_storage.hpp',['../sealed__storage_8hpp.html',1,'']]],
  ['secret_2ehpp_3',['secret.hpp',['../secret_8hpp.html',1,'']]],
  ['servers_2ehpp_4',['servers.hpp',['../servers_8hpp.html',1,'']]],
  ['set_5fcookie_2ehpp_5',['set_cookie.hpp',['../set__cookie_8hpp.html',1,'']]],
  ['shared_2ehpp_6',['shared.hpp',['../base_2shared_8hpp.html',1,'']]],
  ['sign_5fin_2ehpp_7',['sign_in.hpp',['../sign__in_8hpp.html',1,'']]],
  ['simdjson_2ehpp_8',['simdjson.hpp',['../simdjson_8hpp.html',1,'']]],
  ['simdjson_5fwalk_2ehpp_9',['simdjson_walk.hpp',['../simdjson__walk_8hpp.html',1,'']]],
  ['single_5fthread_2ehpp_10',['single_thread.hpp',['../single__thread_8hpp.html',1,'']]],
  ['sockets_2ehpp_11',['sockets.hpp',['../sockets_8hpp.html',1,'']]],
  ['src_2ehpp_12',['src.hpp',['../src_8hpp.html',1,'']]],
  ['storage_2ehpp_13',['storage.hpp',['../concepts_2storage_8hpp.html',1,'']]]
];
