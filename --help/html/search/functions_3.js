var searchData=
[
  ['default_5fdefinitive_5ferrors_0',['default_definitive_errors',['../namespacekeyturn.html#ae18c162cbbd601ff3139529a6053438a',1,'keyturn']]],
  ['default_5foauth2_5ferrors_1',['default_oauth2_errors',['../namespacekeyturn.html#a9d27508462e3b0f6cea713137fd20733',1,'keyturn']]],
  ['del_2',['del',['../classkeyturn_1_1AuthClient_3_01T_00_01S_00_01P_00_01E_01_4.html#a68a3f7c187055fa9f1e028e0f3335b87',1,'keyturn::AuthClient&lt; T, S, P, E &gt;::del()'],['../classkeyturn_1_1AuthClient.html#a2701398c586c7400dc3f17805a8aac66',1,'keyturn::AuthClient::del()'],['../classkeyturn_1_1AuthClient_3_01T_00_01S_00_01P_00_01E_01_4.html#a9867711a6c2d2366fe4d15fd53d5f194',1,'keyturn::AuthClient&lt; T, S, P, E &gt;::del()']]],
  ['describe_3',['describe',['../namespacekeyturn_1_1testing.html#a15c3964c437a8d6070ec4fb7f285507f',1,'keyturn::testing']]],
  ['device_5fauthorization_5frequest_4',['device_authorization_request',['../classkeyturn_1_1BasicOAuth2.html#a20ad214b6b703c50734a85f22a4c2886',1,'keyturn::BasicOAuth2']]],
  ['devicepolling_5',['DevicePolling',['../classkeyturn_1_1DevicePolling.html#aecd3cd0c914eab4ab47dcd4aee6c25cd',1,'keyturn::DevicePolling']]],
  ['devicesignin_6',['DeviceSignIn',['../classkeyturn_1_1DeviceSignIn.html#ae85130113fb5cb2146a1fb63655dad19',1,'keyturn::DeviceSignIn::DeviceSignIn()'],['../classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4.html#ae85130113fb5cb2146a1fb63655dad19',1,'keyturn::DeviceSignIn&lt; T, P, E &gt;::DeviceSignIn()']]],
  ['discover_7',['discover',['../namespacekeyturn.html#a80ad4ed75a70723504ae5627f9b039d9',1,'keyturn::discover(T &amp;transport, std::string_view issuer, Completion&lt; OAuth2Config &gt; done)'],['../namespacekeyturn.html#aaa9f54bcb6220625987d438fbd28dfea',1,'keyturn::discover(T &amp;transport, std::string_view issuer)']]],
  ['discovery_5frequest_8',['discovery_request',['../namespacekeyturn.html#aada62e2e55e491afeb0569f8419b18ab',1,'keyturn']]],
  ['discovery_5furls_9',['discovery_urls',['../namespacekeyturn.html#ac172e28518f64466694ce17c2ea0b228',1,'keyturn']]],
  ['dpop_10',['DPoP',['../classkeyturn_1_1DPoP.html#a3f529b5a65b90da0212db47caf01708c',1,'keyturn::DPoP']]],
  ['dpopprotocol_11',['DPoPProtocol',['../classkeyturn_1_1DPoPProtocol.html#afc72cf8749198453defc3e7fb94f5698',1,'keyturn::DPoPProtocol']]],
  ['dpopstorage_12',['DPoPStorage',['../classkeyturn_1_1DPoPStorage.html#ae389ec291dde43317c6f7e74f367911b',1,'keyturn::DPoPStorage']]],
  ['dpoptransport_13',['DPoPTransport',['../classkeyturn_1_1DPoPTransport.html#afbc7143d6eb9508192ecd16679e27602',1,'keyturn::DPoPTransport']]]
];
