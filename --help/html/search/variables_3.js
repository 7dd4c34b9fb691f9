var searchData=
[
  ['database_0',['database',['../structkeyturn_1_1RedisOptions.html#a1c295ab1abf74e222d7bb3c8e5baf1d1',1,'keyturn::RedisOptions']]],
  ['debug_1',['debug',['../structkeyturn_1_1CurlOptions.html#a5d05fac081b60b8873eca449f2b7f9d7',1,'keyturn::CurlOptions']]],
  ['definitive_5ferrors_2',['definitive_errors',['../structkeyturn_1_1JsonApiConfig.html#ae8d6f0263e062196983bc11131beb2a1',1,'keyturn::JsonApiConfig::definitive_errors()'],['../structkeyturn_1_1OAuth2Config.html#ae8d6f0263e062196983bc11131beb2a1',1,'keyturn::OAuth2Config::definitive_errors()'],['../structkeyturn_1_1ServerFacts.html#aabf55bfe745af4c576c37108eaf3d925',1,'keyturn::ServerFacts::definitive_errors()']]],
  ['definitive_5fstatuses_3',['definitive_statuses',['../structkeyturn_1_1JsonApiConfig.html#affb6f90d42048ea9ff11ed5a1bce56fc',1,'keyturn::JsonApiConfig::definitive_statuses()'],['../structkeyturn_1_1OAuth2Config.html#affb6f90d42048ea9ff11ed5a1bce56fc',1,'keyturn::OAuth2Config::definitive_statuses()']]],
  ['detail_4',['detail',['../structkeyturn_1_1Error.html#a06f18b7e05b64c4ff0d03f07ae379a68',1,'keyturn::Error::detail()'],['../structkeyturn_1_1testing_1_1TraceRecord.html#a06f18b7e05b64c4ff0d03f07ae379a68',1,'keyturn::testing::TraceRecord::detail()']]],
  ['device_5fauthorization_5fendpoint_5',['device_authorization_endpoint',['../structkeyturn_1_1OAuth2Config.html#a8938637d43092070c7abe6b483c858b1',1,'keyturn::OAuth2Config::device_authorization_endpoint()'],['../structkeyturn_1_1ServerFacts.html#a577b07fae33d8b92ccbdd4de6a09f88c',1,'keyturn::ServerFacts::device_authorization_endpoint()']]],
  ['device_5fcode_6',['device_code',['../structkeyturn_1_1DeviceAuthorization.html#a930edb55dcdab5202bf9f1397bb4574a',1,'keyturn::DeviceAuthorization::device_code()'],['../structkeyturn_1_1DeviceCode.html#a930edb55dcdab5202bf9f1397bb4574a',1,'keyturn::DeviceCode::device_code()']]]
];
