var searchData=
[
  ['speaks_0',['Speaks',['../structkeyturn_1_1ServerFacts.html#a3858878f50b05f9acbbc612590954f0a',1,'keyturn::ServerFacts']]],
  ['storageoperation_1',['StorageOperation',['../namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cb',1,'keyturn::testing']]]
];
