var searchData=
[
  ['rare_0',['Rare',['../classkeyturn_1_1Rare.html',1,'keyturn']]],
  ['receivedrequest_1',['ReceivedRequest',['../structkeyturn_1_1testing_1_1ReceivedRequest.html',1,'keyturn::testing']]],
  ['redisoptions_2',['RedisOptions',['../structkeyturn_1_1RedisOptions.html',1,'keyturn']]],
  ['redisstorage_3',['RedisStorage',['../classkeyturn_1_1RedisStorage.html',1,'keyturn']]],
  ['refreshanswer_4',['RefreshAnswer',['../structkeyturn_1_1RefreshAnswer.html',1,'keyturn']]],
  ['refreshbudget_5',['RefreshBudget',['../structkeyturn_1_1RefreshBudget.html',1,'keyturn']]],
  ['refreshtoken_6',['RefreshToken',['../structkeyturn_1_1RefreshToken.html',1,'keyturn']]],
  ['request_7',['Request',['../structkeyturn_1_1Request.html',1,'keyturn']]],
  ['response_8',['Response',['../structkeyturn_1_1Response.html',1,'keyturn']]],
  ['result_9',['Result',['../classkeyturn_1_1Result.html',1,'keyturn']]],
  ['result_3c_20keyturn_3a_3arequest_20_3e_10',['Result&lt; keyturn::Request &gt;',['../classkeyturn_1_1Result.html',1,'keyturn']]],
  ['result_3c_20void_20_3e_11',['Result&lt; void &gt;',['../classkeyturn_1_1Result_3_01void_01_4.html',1,'keyturn']]]
];
