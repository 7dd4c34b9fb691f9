var searchData=
[
  ['id_5ftoken_0',['id_token',['../structkeyturn_1_1TokenSet.html#a6aac2baacbc9f246412bf3c223d8aacb',1,'keyturn::TokenSet']]],
  ['interval_1',['interval',['../structkeyturn_1_1DeviceAuthorization.html#a4fe248bc1151c8c715023f8b9cbce8ae',1,'keyturn::DeviceAuthorization::interval()'],['../structkeyturn_1_1DevicePoll.html#ad6338ea6e06110cf5cbbf8c931c08209',1,'keyturn::DevicePoll::interval()']]],
  ['is_5fsteady_2',['is_steady',['../structkeyturn_1_1SteadyClock.html#ad5a2a791a2b2a49129d3d963b9b64d45',1,'keyturn::SteadyClock']]],
  ['iss_3',['iss',['../structkeyturn_1_1AuthorizationAnswer.html#a1be48f3ed64a3839f1bcceabbfe67e27',1,'keyturn::AuthorizationAnswer']]],
  ['iss_5fin_5fcallbacks_4',['iss_in_callbacks',['../structkeyturn_1_1OAuth2Config.html#a9bfca5805f86e2e4569aec9b6698b78f',1,'keyturn::OAuth2Config']]],
  ['issuer_5',['issuer',['../structkeyturn_1_1OAuth2Config.html#ad59d965e25743c05bc7d063f3ba1ee78',1,'keyturn::OAuth2Config']]]
];
