var searchData=
[
  ['ca_5ffile_0',['ca_file',['../structkeyturn_1_1RedisOptions.html#a92227f74ced3717e5a0f71d7fd99500c',1,'keyturn::RedisOptions::ca_file()'],['../structkeyturn_1_1CurlOptions.html#a92227f74ced3717e5a0f71d7fd99500c',1,'keyturn::CurlOptions::ca_file()']]],
  ['ca_5fpath_1',['ca_path',['../structkeyturn_1_1CurlOptions.html#a5555ece0ddd8b124e582bc31ecbc1416',1,'keyturn::CurlOptions']]],
  ['calls_2',['calls',['../structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a7fdd23c592095c2bd32d98a52ecb288f',1,'keyturn::testing::BasicFakeAuthServer::Counts']]],
  ['client_5fauth_3',['client_auth',['../structkeyturn_1_1OAuth2Config.html#a02d48bd7cc86dbacd77ab5e91289f4ee',1,'keyturn::OAuth2Config']]],
  ['client_5fid_4',['client_id',['../structkeyturn_1_1OAuth2Config.html#ab67b34fa420f7897f21924ad16d607c8',1,'keyturn::OAuth2Config']]],
  ['client_5fsecret_5',['client_secret',['../structkeyturn_1_1OAuth2Config.html#aedba1925b79242a24a190368c1386cc0',1,'keyturn::OAuth2Config']]],
  ['code_6',['code',['../structkeyturn_1_1AuthorizationCode.html#a40036ceeca10849cabe2f0d92ffda83d',1,'keyturn::AuthorizationCode::code()'],['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a40036ceeca10849cabe2f0d92ffda83d',1,'keyturn::testing::FakeAuthServerConfig::code()'],['../structkeyturn_1_1AuthorizationAnswer.html#a40036ceeca10849cabe2f0d92ffda83d',1,'keyturn::AuthorizationAnswer::code()'],['../structkeyturn_1_1Error.html#a04412f36294d20f4156cb4772bff1b16',1,'keyturn::Error::code()']]],
  ['code_5fchallenge_7',['code_challenge',['../structkeyturn_1_1AuthorizationRequest.html#acb4a4c150b21542f38c0139cadde4e66',1,'keyturn::AuthorizationRequest']]],
  ['code_5fverifier_8',['code_verifier',['../structkeyturn_1_1AuthorizationCode.html#a6deaa12725ed3a45110ff53c961a4b9c',1,'keyturn::AuthorizationCode']]],
  ['connect_5ftimeout_9',['connect_timeout',['../structkeyturn_1_1CurlOptions.html#a2d521735baa52d3b577265505006617c',1,'keyturn::CurlOptions::connect_timeout()'],['../structkeyturn_1_1WinHttpOptions.html#a2d521735baa52d3b577265505006617c',1,'keyturn::WinHttpOptions::connect_timeout()']]],
  ['connection_10',['connection',['../structkeyturn_1_1testing_1_1ReceivedRequest.html#a7f772bee4d587a325a0903a1d4ced127',1,'keyturn::testing::ReceivedRequest']]],
  ['count_11',['count',['../structkeyturn_1_1RefreshBudget.html#a6a9e89d63eb610dfe238b0a840979421',1,'keyturn::RefreshBudget']]],
  ['curl_12',['curl',['../structkeyturn_1_1CurlMultiOptions.html#ac67f420bc4f4ccafc346252aa53bfde8',1,'keyturn::CurlMultiOptions']]]
];
