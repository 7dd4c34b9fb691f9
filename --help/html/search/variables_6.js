var searchData=
[
  ['generation_0',['generation',['../structkeyturn_1_1Snapshot.html#a363662fe78dc4284a0460c0628685f58',1,'keyturn::Snapshot::generation()'],['../structkeyturn_1_1Event.html#a363662fe78dc4284a0460c0628685f58',1,'keyturn::Event::generation()'],['../structkeyturn_1_1SessionInfo.html#a363662fe78dc4284a0460c0628685f58',1,'keyturn::SessionInfo::generation()']]]
];
