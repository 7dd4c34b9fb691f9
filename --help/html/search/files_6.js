var searchData=
[
  ['hardened_5fmemory_2ehpp_0',['hardened_memory.hpp',['../hardened__memory_8hpp.html',1,'']]],
  ['header_5ffields_2ehpp_1',['header_fields.hpp',['../header__fields_8hpp.html',1,'']]],
  ['headers_2ehpp_2',['headers.hpp',['../headers_8hpp.html',1,'']]],
  ['hosted_2ehpp_3',['hosted.hpp',['../hosted_8hpp.html',1,'']]],
  ['http_5fdate_2ehpp_4',['http_date.hpp',['../http__date_8hpp.html',1,'']]]
];
