var searchData=
[
  ['hardened_5fmemory_2ehpp_0',['hardened_memory.hpp',['../hardened__memory_8hpp.html',1,'']]],
  ['hardenedmemory_1',['HardenedMemory',['../structkeyturn_1_1HardenedMemory.html',1,'keyturn']]],
  ['has_5fvalue_2',['has_value',['../classkeyturn_1_1Result_3_01void_01_4.html#a86b749ce2c4bc627fa8a1fcfaf0e314f',1,'keyturn::Result&lt; void &gt;::has_value()'],['../classkeyturn_1_1Result.html#a86b749ce2c4bc627fa8a1fcfaf0e314f',1,'keyturn::Result::has_value()'],['../classkeyturn_1_1Rare.html#a86b749ce2c4bc627fa8a1fcfaf0e314f',1,'keyturn::Rare::has_value()'],['../classkeyturn_1_1Maybe.html#a6988ba57722f67cbb444b0931468282e',1,'keyturn::Maybe::has_value()']]],
  ['header_3',['Header',['../structkeyturn_1_1Header.html',1,'keyturn']]],
  ['header_5ffields_2ehpp_4',['header_fields.hpp',['../header__fields_8hpp.html',1,'']]],
  ['headers_5',['headers',['../structkeyturn_1_1testing_1_1ReceivedRequest.html#a227d0a80715b306fe9a3afa18457cfdd',1,'keyturn::testing::ReceivedRequest::headers()'],['../structkeyturn_1_1Response.html#a227d0a80715b306fe9a3afa18457cfdd',1,'keyturn::Response::headers()'],['../structkeyturn_1_1Request.html#a227d0a80715b306fe9a3afa18457cfdd',1,'keyturn::Request::headers()']]],
  ['headers_6',['Headers',['../classkeyturn_1_1Headers.html',1,'keyturn']]],
  ['headers_2ehpp_7',['headers.hpp',['../headers_8hpp.html',1,'']]],
  ['heal_8',['heal',['../classkeyturn_1_1testing_1_1FlakyStorage.html#aa9115ef041e3094b2fc0f1169a073b6d',1,'keyturn::testing::FlakyStorage']]],
  ['holders_9',['Holders',['../classkeyturn_1_1Holders.html',1,'keyturn']]],
  ['host_10',['host',['../structkeyturn_1_1RedisOptions.html#a696b1086704b0858059129b61eaa4a9f',1,'keyturn::RedisOptions::host()'],['../structkeyturn_1_1Origin.html#a696b1086704b0858059129b61eaa4a9f',1,'keyturn::Origin::host()']]],
  ['hosted_11',['Hosted',['../classkeyturn_1_1Hosted.html',1,'keyturn']]],
  ['hosted_2ehpp_12',['hosted.hpp',['../hosted_8hpp.html',1,'']]],
  ['how_20keyturn_20is_20built_13',['How keyturn is built',['../include-keyturn-page.html',1,'']]],
  ['http2_14',['http2',['../structkeyturn_1_1CurlOptions.html#a654ab9d9e40e2832459bbd50b08efd30',1,'keyturn::CurlOptions::http2()'],['../structkeyturn_1_1WinHttpOptions.html#a654ab9d9e40e2832459bbd50b08efd30',1,'keyturn::WinHttpOptions::http2()']]],
  ['http_5fdate_15',['http_date',['../namespacekeyturn_1_1testing.html#a9e62000f49e4dc0593f757761e901347',1,'keyturn::testing']]],
  ['http_5fdate_2ehpp_16',['http_date.hpp',['../http__date_8hpp.html',1,'']]]
];
