var searchData=
[
  ['lock_0',['Lock',['../classkeyturn_1_1FileStorage.html#a1865c1b6146483324e5ccc1623ad98de',1,'keyturn::FileStorage::Lock()'],['../classkeyturn_1_1RedisStorage.html#a3c1b675e820fcffbe7bd5fa7d392b893',1,'keyturn::RedisStorage::Lock()']]]
];
