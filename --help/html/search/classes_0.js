var searchData=
[
  ['accesstoken_0',['AccessToken',['../classkeyturn_1_1AccessToken.html',1,'keyturn']]],
  ['answertiming_1',['AnswerTiming',['../structkeyturn_1_1AnswerTiming.html',1,'keyturn']]],
  ['atomic_2',['Atomic',['../classkeyturn_1_1Atomic.html',1,'keyturn']]],
  ['atomic_3c_20bool_20_3e_3',['Atomic&lt; bool &gt;',['../classkeyturn_1_1Atomic.html',1,'keyturn']]],
  ['atomic_3c_20state_20_3e_4',['Atomic&lt; State &gt;',['../classkeyturn_1_1Atomic.html',1,'keyturn']]],
  ['atomic_3c_20unsigned_20_3e_5',['Atomic&lt; unsigned &gt;',['../classkeyturn_1_1Atomic.html',1,'keyturn']]],
  ['authclient_6',['AuthClient',['../classkeyturn_1_1AuthClient.html',1,'keyturn']]],
  ['authclient_3c_20t_2c_20s_2c_20p_2c_20e_20_3e_7',['AuthClient&lt; T, S, P, E &gt;',['../classkeyturn_1_1AuthClient_3_01T_00_01S_00_01P_00_01E_01_4.html',1,'keyturn']]],
  ['authorizationanswer_8',['AuthorizationAnswer',['../structkeyturn_1_1AuthorizationAnswer.html',1,'keyturn']]],
  ['authorizationcode_9',['AuthorizationCode',['../structkeyturn_1_1AuthorizationCode.html',1,'keyturn']]],
  ['authorizationrequest_10',['AuthorizationRequest',['../structkeyturn_1_1AuthorizationRequest.html',1,'keyturn']]],
  ['awaitable_11',['Awaitable',['../classkeyturn_1_1Awaitable.html',1,'keyturn']]]
];
