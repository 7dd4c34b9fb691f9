var searchData=
[
  ['unconfirmed_0',['unconfirmed',['../structkeyturn_1_1ServerFacts.html#a8daf321f9c1e671cda4f5b5f1c5d06f3',1,'keyturn::ServerFacts']]],
  ['unix_5fseconds_1',['unix_seconds',['../namespacekeyturn.html#a37efb790c563cc72f7e239d7a229197ca92c95785bb834fb52f32e959dd278949',1,'keyturn']]],
  ['unix_5fsocket_2',['unix_socket',['../structkeyturn_1_1RedisOptions.html#afbc1bedbcad56a53fa5e5e23916f05fb',1,'keyturn::RedisOptions']]],
  ['unknown_5foutcome_3',['unknown_outcome',['../structkeyturn_1_1JsonApiConfig.html#a909bb92e5c5ca4924f40694edfb7d05f',1,'keyturn::JsonApiConfig::unknown_outcome()'],['../structkeyturn_1_1OAuth2Config.html#a909bb92e5c5ca4924f40694edfb7d05f',1,'keyturn::OAuth2Config::unknown_outcome()'],['../classkeyturn_1_1BasicJsonApi.html#aa05e4c48ba56fffebb4280ce666edff3',1,'keyturn::BasicJsonApi::unknown_outcome()'],['../classkeyturn_1_1BasicOAuth2.html#aa05e4c48ba56fffebb4280ce666edff3',1,'keyturn::BasicOAuth2::unknown_outcome()']]],
  ['unknown_5foutcome_2ehpp_4',['unknown_outcome.hpp',['../unknown__outcome_8hpp.html',1,'']]],
  ['unknownoutcome_5',['UnknownOutcome',['../structkeyturn_1_1UnknownOutcome.html',1,'keyturn']]],
  ['unlock_6',['unlock',['../structkeyturn_1_1SingleThread_1_1Mutex.html#a4b7c1039f47fca6ca12bbf9134a543a1',1,'keyturn::SingleThread::Mutex']]],
  ['unsupported_7',['unsupported',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca723c25877a86786664edc4b643c08a6f',1,'keyturn']]],
  ['url_8',['url',['../classkeyturn_1_1BrowserSignIn.html#ad78acda1ee886aae714d476f1ecb9780',1,'keyturn::BrowserSignIn::url()'],['../classkeyturn_1_1testing_1_1LoopbackServer.html#afba3ae6563cedeed1cc901d5d7e0bc41',1,'keyturn::testing::LoopbackServer::url()'],['../structkeyturn_1_1Request.html#ae43c7d8d482ec3550b30cbc7dc23b9f0',1,'keyturn::Request::url()']]],
  ['url_2ehpp_9',['url.hpp',['../url_8hpp.html',1,'']]],
  ['user_5fagent_10',['user_agent',['../structkeyturn_1_1CurlOptions.html#a75c414aae32282fa541e6b1ef09937cf',1,'keyturn::CurlOptions::user_agent()'],['../structkeyturn_1_1WinHttpOptions.html#a75c414aae32282fa541e6b1ef09937cf',1,'keyturn::WinHttpOptions::user_agent()']]],
  ['user_5fcode_11',['user_code',['../structkeyturn_1_1DeviceAuthorization.html#a500c4b34da23a7b0d629a3bc237c1e3b',1,'keyturn::DeviceAuthorization']]],
  ['userinfo_5fendpoint_12',['userinfo_endpoint',['../structkeyturn_1_1OAuth2Config.html#a7732481bed02dbeaeff3d0a1a5fb986c',1,'keyturn::OAuth2Config']]],
  ['username_13',['username',['../structkeyturn_1_1RedisOptions.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::RedisOptions::username()'],['../structkeyturn_1_1Password.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::Password::username()'],['../structkeyturn_1_1JsonSends.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::JsonSends::username()'],['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a7d7441eae4cf94f38c47a1598b8ca759',1,'keyturn::testing::FakeAuthServerConfig::username()']]]
];
