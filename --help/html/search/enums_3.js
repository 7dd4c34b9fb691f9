var searchData=
[
  ['kind_0',['Kind',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5b',1,'keyturn::Field::Kind()'],['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5b',1,'keyturn::Event::Kind()'],['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5b',1,'keyturn::DevicePoll::Kind()'],['../structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5b',1,'keyturn::testing::TraceRecord::Kind()']]]
];
