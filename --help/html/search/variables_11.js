var searchData=
[
  ['target_0',['target',['../structkeyturn_1_1testing_1_1ReceivedRequest.html#aa139e7c7d968328493be1eaea54c5193',1,'keyturn::testing::ReceivedRequest']]],
  ['text_1',['text',['../structkeyturn_1_1Field.html#a23c058547fbc73b5659191844a9f258c',1,'keyturn::Field']]],
  ['time_5flimit_2',['time_limit',['../structkeyturn_1_1KeychainOptions.html#a79ea59c8feab534806878746332b0b68',1,'keyturn::KeychainOptions::time_limit()'],['../structkeyturn_1_1RedisOptions.html#a79ea59c8feab534806878746332b0b68',1,'keyturn::RedisOptions::time_limit()']]],
  ['timeout_3',['timeout',['../structkeyturn_1_1BrowserSignInOptions.html#a26727d2ea528cebfed726e19997ecadc',1,'keyturn::BrowserSignInOptions::timeout()'],['../structkeyturn_1_1Request.html#a26727d2ea528cebfed726e19997ecadc',1,'keyturn::Request::timeout()']]],
  ['timing_4',['timing',['../structkeyturn_1_1RefreshAnswer.html#aa2aff33f51126de21ac9213f8549626b',1,'keyturn::RefreshAnswer']]],
  ['tls_5',['tls',['../structkeyturn_1_1RedisOptions.html#a7ab4928fb5ae3be9e7dda8f4da870f19',1,'keyturn::RedisOptions']]],
  ['token_6',['token',['../structkeyturn_1_1RefreshToken.html#a43a30ea4214fff7f365972f76c6c6a05',1,'keyturn::RefreshToken']]],
  ['token68_7',['token68',['../structkeyturn_1_1Challenge.html#a1637d9f8fb130b7c5f764ac494ecc29d',1,'keyturn::Challenge']]],
  ['token_5fat_8',['token_at',['../structkeyturn_1_1Snapshot.html#a778df5dbb3fed44150901402b02cd327',1,'keyturn::Snapshot']]],
  ['token_5fendpoint_9',['token_endpoint',['../structkeyturn_1_1OAuth2Config.html#af26cbf10eddb020a937ad3e3eb3319fb',1,'keyturn::OAuth2Config::token_endpoint()'],['../structkeyturn_1_1ServerFacts.html#abd7fe691750eaa29ea2d0c358304759c',1,'keyturn::ServerFacts::token_endpoint()']]],
  ['token_5ftype_10',['token_type',['../structkeyturn_1_1TokenSet.html#a6c7525ac183e489b8215e7085dab1014',1,'keyturn::TokenSet::token_type()'],['../structkeyturn_1_1JsonReads.html#a6c7525ac183e489b8215e7085dab1014',1,'keyturn::JsonReads::token_type()'],['../structkeyturn_1_1OAuth2Config.html#a6c7525ac183e489b8215e7085dab1014',1,'keyturn::OAuth2Config::token_type()']]],
  ['token_5ftype_5faliases_11',['token_type_aliases',['../structkeyturn_1_1OAuth2Config.html#a3e0d9e8f6454f6d0f3bab0f05b8c247f',1,'keyturn::OAuth2Config::token_type_aliases()'],['../structkeyturn_1_1ServerFacts.html#ab1f3776538ca71bfb1ba06970bfa3ee0',1,'keyturn::ServerFacts::token_type_aliases()']]],
  ['tokens_12',['tokens',['../structkeyturn_1_1RefreshAnswer.html#a62a8a3a8f89990e88be0ed0871e53573',1,'keyturn::RefreshAnswer::tokens()'],['../structkeyturn_1_1DevicePoll.html#a62a8a3a8f89990e88be0ed0871e53573',1,'keyturn::DevicePoll::tokens()']]],
  ['took_13',['took',['../structkeyturn_1_1Event.html#aac0bdf154c70fd739dad6aa506784364',1,'keyturn::Event']]],
  ['trusted_5fnetwork_14',['trusted_network',['../structkeyturn_1_1RedisOptions.html#a46f526926ebbeff6174fcb4392afc5bb',1,'keyturn::RedisOptions']]]
];
