var searchData=
[
  ['lasting_0',['lasting',['../structkeyturn_1_1testing_1_1Fault.html#aaa214f8b7ce779183a7495f5c4149ac7',1,'keyturn::testing::Fault']]],
  ['lease_1',['lease',['../structkeyturn_1_1RedisOptions.html#afb46dd761997b56a6ab839d3ccb1c0be',1,'keyturn::RedisOptions']]],
  ['leeway_2',['leeway',['../structkeyturn_1_1Options.html#a03fdca3df94e31810034706254348f6e',1,'keyturn::Options']]],
  ['lock_5fpatience_3',['lock_patience',['../structkeyturn_1_1Options.html#ad916bf149d1dbb96d26c37c03ba7663d',1,'keyturn::Options']]],
  ['locked_4',['locked',['../structkeyturn_1_1HardenedMemory.html#a18a0f1e6c3d21c252b14ea6ae162e2ff',1,'keyturn::HardenedMemory']]],
  ['logged_5fin_5',['logged_in',['../structkeyturn_1_1SessionInfo.html#a7ad1ff0032fdd22c71edcc0dd57ee444',1,'keyturn::SessionInfo']]],
  ['login_5fextra_6',['login_extra',['../structkeyturn_1_1JsonApiConfig.html#ae4bfbbade4a644bd182bdf6e6641097d',1,'keyturn::JsonApiConfig']]],
  ['login_5fpath_7',['login_path',['../structkeyturn_1_1JsonApiConfig.html#a2cb74d8af939672f883d452abe81e391',1,'keyturn::JsonApiConfig::login_path()'],['../structkeyturn_1_1ServerFacts.html#a288ceff7fedac4a5190c8bac3590573b',1,'keyturn::ServerFacts::login_path()']]],
  ['logins_8',['logins',['../structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a48de5b43dc49ebdbf6f5d2cef6e9e2d3',1,'keyturn::testing::BasicFakeAuthServer::Counts']]],
  ['logout_5fextra_9',['logout_extra',['../structkeyturn_1_1JsonApiConfig.html#a9a226a7240c496aa4d8c2a67e3d720ee',1,'keyturn::JsonApiConfig']]],
  ['logout_5fpath_10',['logout_path',['../structkeyturn_1_1JsonApiConfig.html#ae920d73bf6a681a0d0aff763b7f04143',1,'keyturn::JsonApiConfig::logout_path()'],['../structkeyturn_1_1ServerFacts.html#a46aef74d1194a1437c772b29e2fe8e53',1,'keyturn::ServerFacts::logout_path()']]],
  ['logout_5ftimeout_11',['logout_timeout',['../structkeyturn_1_1Options.html#a57cec0914c40b75f1b7a1b1bca45e2ec',1,'keyturn::Options']]],
  ['logouts_12',['logouts',['../structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a9bf154fce9cf986cd6f1d5ab41c32f9b',1,'keyturn::testing::BasicFakeAuthServer::Counts']]],
  ['longest_5fpause_13',['longest_pause',['../classkeyturn_1_1DevicePolling.html#a7c1bcaf4051e5994475edd842bfbf668',1,'keyturn::DevicePolling']]]
];
