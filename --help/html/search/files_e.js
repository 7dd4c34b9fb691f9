var searchData=
[
  ['rare_2ehpp_0',['rare.hpp',['../rare_8hpp.html',1,'']]],
  ['redis_2ehpp_1',['redis.hpp',['../redis_8hpp.html',1,'']]],
  ['redis_5fstorage_2ehpp_2',['redis_storage.hpp',['../redis__storage_8hpp.html',1,'']]],
  ['request_2ehpp_3',['request.hpp',['../request_8hpp.html',1,'']]],
  ['result_2ehpp_4',['result.hpp',['../result_8hpp.html',1,'']]]
];
