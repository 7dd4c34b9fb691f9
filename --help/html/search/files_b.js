var searchData=
[
  ['manual_2ehpp_0',['manual.hpp',['../manual_8hpp.html',1,'']]],
  ['maybe_2ehpp_1',['maybe.hpp',['../maybe_8hpp.html',1,'']]],
  ['memory_5fstorage_2ehpp_2',['memory_storage.hpp',['../memory__storage_8hpp.html',1,'']]],
  ['mutex_5fguard_2ehpp_3',['mutex_guard.hpp',['../mutex__guard_8hpp.html',1,'']]]
];
