var searchData=
[
  ['unconfirmed_0',['unconfirmed',['../structkeyturn_1_1ServerFacts.html#a8daf321f9c1e671cda4f5b5f1c5d06f3',1,'keyturn::ServerFacts']]],
  ['unix_5fsocket_1',['unix_socket',['../structkeyturn_1_1RedisOptions.html#afbc1bedbcad56a53fa5e5e23916f05fb',1,'keyturn::RedisOptions']]],
  ['unknown_5foutcome_2',['unknown_outcome',['../structkeyturn_1_1JsonApiConfig.html#a909bb92e5c5ca4924f40694edfb7d05f',1,'keyturn::JsonApiConfig::unknown_outcome()'],['../structkeyturn_1_1OAuth2Config.html#a909bb92e5c5ca4924f40694edfb7d05f',1,'keyturn::OAuth2Config::unknown_outcome()']]],
  ['url_3',['url',['../structkeyturn_1_1Request.html#ae43c7d8d482ec3550b30cbc7dc23b9f0',1,'keyturn::Request']]],
  ['user_5fagent_4',['user_agent',['../structkeyturn_1_1CurlOptions.html#a75c414aae32282fa541e6b1ef09937cf',1,'keyturn::CurlOptions::user_agent()'],['../structkeyturn_1_1WinHttpOptions.html#a75c414aae32282fa541e6b1ef09937cf',1,'keyturn::WinHttpOptions::user_agent()']]],
  ['user_5fcode_5',['user_code',['../structkeyturn_1_1DeviceAuthorization.html#a500c4b34da23a7b0d629a3bc237c1e3b',1,'keyturn::DeviceAuthorization']]],
  ['userinfo_5fendpoint_6',['userinfo_endpoint',['../structkeyturn_1_1OAuth2Config.html#a7732481bed02dbeaeff3d0a1a5fb986c',1,'keyturn::OAuth2Config']]],
  ['username_7',['username',['../structkeyturn_1_1RedisOptions.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::RedisOptions::username()'],['../structkeyturn_1_1Password.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::Password::username()'],['../structkeyturn_1_1JsonSends.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::JsonSends::username()'],['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::testing::FakeAuthServerConfig::username()']]]
];
