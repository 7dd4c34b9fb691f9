var searchData=
[
  ['script_0',['Script',['../classkeyturn_1_1testing_1_1LoopbackServer.html#afbdeb935d092f6dfa33607b155e23358',1,'keyturn::testing::LoopbackServer']]],
  ['sessionid_1',['SessionId',['../namespacekeyturn.html#aea667e7444f433e9ff09bda9c10fcc83',1,'keyturn']]],
  ['snapshotpin_2',['SnapshotPin',['../namespacekeyturn.html#acc713edb2dafd4143400b4d03babbb7a',1,'keyturn']]]
];
