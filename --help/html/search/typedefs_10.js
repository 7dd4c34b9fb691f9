var searchData=
[
  ['waiterid_0',['WaiterId',['../namespacekeyturn.html#a66663fad5e816158085e7f9520982ef1',1,'keyturn']]],
  ['walltime_1',['WallTime',['../namespacekeyturn.html#a0c9628e3c8d8a12ab8bcef6974173a45',1,'keyturn']]],
  ['watch_2',['Watch',['../classkeyturn_1_1RedisStorage.html#aa0b1978787114a3b96bcbfa4caaa4f81',1,'keyturn::RedisStorage']]]
];
