var searchData=
[
  ['headers_0',['headers',['../structkeyturn_1_1Request.html#a227d0a80715b306fe9a3afa18457cfdd',1,'keyturn::Request::headers()'],['../structkeyturn_1_1Response.html#a227d0a80715b306fe9a3afa18457cfdd',1,'keyturn::Response::headers()'],['../structkeyturn_1_1testing_1_1ReceivedRequest.html#a227d0a80715b306fe9a3afa18457cfdd',1,'keyturn::testing::ReceivedRequest::headers()']]],
  ['host_1',['host',['../structkeyturn_1_1RedisOptions.html#a696b1086704b0858059129b61eaa4a9f',1,'keyturn::RedisOptions::host()'],['../structkeyturn_1_1Origin.html#a696b1086704b0858059129b61eaa4a9f',1,'keyturn::Origin::host()']]],
  ['http2_2',['http2',['../structkeyturn_1_1CurlOptions.html#a654ab9d9e40e2832459bbd50b08efd30',1,'keyturn::CurlOptions::http2()'],['../structkeyturn_1_1WinHttpOptions.html#a654ab9d9e40e2832459bbd50b08efd30',1,'keyturn::WinHttpOptions::http2()']]]
];
