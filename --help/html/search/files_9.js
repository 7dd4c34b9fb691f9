var searchData=
[
  ['keychain_2ehpp_0',['keychain.hpp',['../keychain_8hpp.html',1,'']]],
  ['keychain_5fstorage_2ehpp_1',['keychain_storage.hpp',['../keychain__storage_8hpp.html',1,'']]],
  ['keyturn_2ehpp_2',['keyturn.hpp',['../keyturn_8hpp.html',1,'']]]
];
