var searchData=
[
  ['join_5furl_0',['join_url',['../namespacekeyturn.html#a7ceb104edb6cb30e0fc807b1f460df8d',1,'keyturn']]],
  ['json_1',['json',['../classkeyturn_1_1testing_1_1Trace.html#a0decbb27def498c74e15bcf46dc5becc',1,'keyturn::testing::Trace']]],
  ['json_5fapi_5fof_2',['json_api_of',['../namespacekeyturn.html#a5b44ba2a3c25f17f85bfeefd0070458b',1,'keyturn']]],
  ['json_5fobject_3',['json_object',['../namespacekeyturn.html#acb36c52719fbd41ef19567a983b0fc3e',1,'keyturn']]],
  ['jwt_5fexpiry_4',['jwt_expiry',['../namespacekeyturn.html#aa29a095c6df0526ae0a253ac7657b542',1,'keyturn']]]
];
