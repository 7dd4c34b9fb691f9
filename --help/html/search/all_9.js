var searchData=
[
  ['jobid_0',['JobId',['../namespacekeyturn.html#a349503dd24d5ab3f9eea34c1f9b22dd9',1,'keyturn']]],
  ['join_5furl_1',['join_url',['../namespacekeyturn.html#a7ceb104edb6cb30e0fc807b1f460df8d',1,'keyturn']]],
  ['json_2',['json',['../classkeyturn_1_1testing_1_1Trace.html#a0decbb27def498c74e15bcf46dc5becc',1,'keyturn::testing::Trace::json()'],['../structkeyturn_1_1ServerFacts.html#a3858878f50b05f9acbbc612590954f0aa466deec76ecdf5fca6d38571f6324d54',1,'keyturn::ServerFacts::json()']]],
  ['json_5fapi_2ehpp_3',['json_api.hpp',['../json__api_8hpp.html',1,'']]],
  ['json_5fapi_5fconfig_2ehpp_4',['json_api_config.hpp',['../json__api__config_8hpp.html',1,'']]],
  ['json_5fapi_5fof_5',['json_api_of',['../namespacekeyturn.html#a5b44ba2a3c25f17f85bfeefd0070458b',1,'keyturn']]],
  ['json_5fobject_6',['json_object',['../namespacekeyturn.html#acb36c52719fbd41ef19567a983b0fc3e',1,'keyturn']]],
  ['json_5ftext_2ehpp_7',['json_text.hpp',['../json__text_8hpp.html',1,'']]],
  ['jsonapi_8',['JsonApi',['../namespacekeyturn.html#a16f314a1c46ac10b603d20edb188d3a9',1,'keyturn']]],
  ['jsonapiconfig_9',['JsonApiConfig',['../structkeyturn_1_1JsonApiConfig.html',1,'keyturn']]],
  ['jsonmember_10',['JsonMember',['../structkeyturn_1_1JsonMember.html',1,'keyturn']]],
  ['jsonreads_11',['JsonReads',['../structkeyturn_1_1JsonReads.html',1,'keyturn']]],
  ['jsonsends_12',['JsonSends',['../structkeyturn_1_1JsonSends.html',1,'keyturn']]],
  ['jwt_2ehpp_13',['jwt.hpp',['../jwt_8hpp.html',1,'']]],
  ['jwt_5fexpiry_14',['jwt_expiry',['../namespacekeyturn.html#aa29a095c6df0526ae0a253ac7657b542',1,'keyturn']]]
];
