var searchData=
[
  ['accept_5fcopies_0',['accept_copies',['../structkeyturn_1_1FileOptions.html#a02d9356e8c1ca88ab69b5aacaf61ebe7',1,'keyturn::FileOptions']]],
  ['access_5ftoken_1',['access_token',['../structkeyturn_1_1TokenSet.html#a0c1f312f430aba14d79edf396f08bdde',1,'keyturn::TokenSet::access_token()'],['../structkeyturn_1_1JsonReads.html#aa665e356b60e36229ad5aadf372c07ae',1,'keyturn::JsonReads::access_token()'],['../structkeyturn_1_1ServerFacts.html#a76dbc414e1cbe4bbdea7d62f10b8b230',1,'keyturn::ServerFacts::access_token()']]],
  ['access_5fttl_2',['access_ttl',['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#acfb12c9f5ff2d9bf232974b8d8061223',1,'keyturn::testing::FakeAuthServerConfig']]],
  ['account_3',['account',['../structkeyturn_1_1Options.html#a2e623a0db7a1fcecac1e89aefb58dcfb',1,'keyturn::Options']]],
  ['address_4',['address',['../structkeyturn_1_1BrowserSignInOptions.html#a6f9e583eed71ebc0aab7ccb0b969c00b',1,'keyturn::BrowserSignInOptions']]],
  ['after_5fwork_5',['after_work',['../structkeyturn_1_1testing_1_1Fault.html#a5125d8ca23c49b48cab1f2a28ae35973',1,'keyturn::testing::Fault']]],
  ['allowed_5forigins_6',['allowed_origins',['../structkeyturn_1_1Options.html#a45590e5dc655307049beb8c588d8d9d1',1,'keyturn::Options']]],
  ['api_5fbase_7',['api_base',['../structkeyturn_1_1OAuth2Config.html#aafe96acfe2c53af359c01d1b462eb1b2',1,'keyturn::OAuth2Config']]],
  ['at_5fmost_5fonce_8',['at_most_once',['../structkeyturn_1_1Request.html#a06af3185444d09a239ce27082a1a2254',1,'keyturn::Request']]],
  ['auth_9',['auth',['../structkeyturn_1_1Request.html#a8064aee091ca3ce6a4e966b04ff0cd0c',1,'keyturn::Request']]],
  ['authorization_10',['authorization',['../structkeyturn_1_1Snapshot.html#a4fe38983569f96a6ec51fb8a7145bb2e',1,'keyturn::Snapshot']]],
  ['authorization_5fendpoint_11',['authorization_endpoint',['../structkeyturn_1_1OAuth2Config.html#ad046c259499107b228e7eb46d355acb6',1,'keyturn::OAuth2Config::authorization_endpoint()'],['../structkeyturn_1_1ServerFacts.html#aa1b993f863dc9ba12bc3e5774eeae592',1,'keyturn::ServerFacts::authorization_endpoint()']]]
];
