var searchData=
[
  ['fake_5fauth_5fserver_2ehpp_0',['fake_auth_server.hpp',['../fake__auth__server_8hpp.html',1,'']]],
  ['features_2ehpp_1',['features.hpp',['../features_8hpp.html',1,'']]],
  ['file_5fstorage_2ehpp_2',['file_storage.hpp',['../file__storage_8hpp.html',1,'']]],
  ['flaky_5fstorage_2ehpp_3',['flaky_storage.hpp',['../flaky__storage_8hpp.html',1,'']]],
  ['form_2ehpp_4',['form.hpp',['../form_8hpp.html',1,'']]]
];
