var searchData=
[
  ['keychainstorage_0',['KeychainStorage',['../namespacekeyturn.html#ae8fb69d5b9e9f6ea217eed84fec24c50',1,'keyturn']]]
];
