var searchData=
[
  ['oauth2config_0',['OAuth2Config',['../structkeyturn_1_1OAuth2Config.html',1,'keyturn']]],
  ['oneof_1',['OneOf',['../classkeyturn_1_1OneOf.html',1,'keyturn']]],
  ['options_2',['Options',['../structkeyturn_1_1Options.html',1,'keyturn']]],
  ['origin_3',['Origin',['../structkeyturn_1_1Origin.html',1,'keyturn']]]
];
