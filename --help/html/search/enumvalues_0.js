var searchData=
[
  ['any_0',['any',['../namespacekeyturn.html#a61b968128c22623706c61122130380ada100b8cad7cf2a56f6df78f171f97a1ec',1,'keyturn']]],
  ['array_1',['array',['../structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5baf1f713c9e000f5d3f280adbd124df4f5',1,'keyturn::Field']]],
  ['auth_5frequest_2',['auth_request',['../structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba35b2f9abbf34ad738547e191965d386c',1,'keyturn::testing::TraceRecord']]]
];
