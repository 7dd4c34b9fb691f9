var searchData=
[
  ['parameters_0',['parameters',['../structkeyturn_1_1Challenge.html#a657db944a92ec17942fa911b345fc277',1,'keyturn::Challenge']]],
  ['passed_1',['passed',['../structkeyturn_1_1testing_1_1Check.html#a1c36117967257c9df17d96485e404919',1,'keyturn::testing::Check']]],
  ['password_2',['password',['../structkeyturn_1_1RedisOptions.html#a72e5a83565be1fc103dea5b374b2e54f',1,'keyturn::RedisOptions::password()'],['../structkeyturn_1_1Password.html#a72e5a83565be1fc103dea5b374b2e54f',1,'keyturn::Password::password()'],['../structkeyturn_1_1JsonSends.html#a36531f1b290721250b384bbae34f9f1f',1,'keyturn::JsonSends::password()'],['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a36531f1b290721250b384bbae34f9f1f',1,'keyturn::testing::FakeAuthServerConfig::password()']]],
  ['path_3',['path',['../structkeyturn_1_1BrowserSignInOptions.html#a4d455efceee21e97d8e21ee40e9b4a20',1,'keyturn::BrowserSignInOptions']]],
  ['port_4',['port',['../structkeyturn_1_1BrowserSignInOptions.html#a70377a6a7f8e1b5dfd9dbc5f42074e25',1,'keyturn::BrowserSignInOptions::port()'],['../structkeyturn_1_1RedisOptions.html#a63c89c04d1feae07ca35558055155ffb',1,'keyturn::RedisOptions::port()'],['../structkeyturn_1_1Origin.html#a70377a6a7f8e1b5dfd9dbc5f42074e25',1,'keyturn::Origin::port()']]],
  ['prefix_5',['prefix',['../structkeyturn_1_1RedisOptions.html#a78fb15511f687fe7fdb8e3ba9613648b',1,'keyturn::RedisOptions']]],
  ['proxy_6',['proxy',['../structkeyturn_1_1CurlOptions.html#a9bc641cdfd900f3e86a4392c6941caba',1,'keyturn::CurlOptions::proxy()'],['../structkeyturn_1_1WinHttpOptions.html#a9bc641cdfd900f3e86a4392c6941caba',1,'keyturn::WinHttpOptions::proxy()']]]
];
