var searchData=
[
  ['fresh_5funtil_0',['fresh_until',['../structkeyturn_1_1Snapshot.html#ab845680e6a192549179421d46e958137',1,'keyturn::Snapshot']]]
];
