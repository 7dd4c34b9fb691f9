var searchData=
[
  ['refresh_5ffailed_0',['refresh_failed',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5bab263b5d5e514d8960efe7e0ebe3151aa',1,'keyturn::Event']]],
  ['refresh_5fstorm_1',['refresh_storm',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca8571af0bc9fcccb0a7e831a46b796d68',1,'keyturn']]],
  ['refresh_5ftoken_5fexpired_2',['refresh_token_expired',['../namespacekeyturn.html#a62e2b74e34cf627fbb5b3ff122058897a5407252d8a53387627642f40f531b7c8',1,'keyturn']]],
  ['refresh_5ftoken_5frefused_3',['refresh_token_refused',['../namespacekeyturn.html#a62e2b74e34cf627fbb5b3ff122058897a509f8046e1f0b116585d7b12b26a6a42',1,'keyturn']]],
  ['refresh_5funavailable_4',['refresh_unavailable',['../namespacekeyturn.html#a6716acc7e3d43f2aacb7a87cb7dc33fca4c00861f316f2ca2139961b06565654e',1,'keyturn']]],
  ['refreshed_5',['refreshed',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba1472d4aed54bb23f96a1d6370f01410a',1,'keyturn::Event']]],
  ['refused_6',['refused',['../namespacekeyturn.html#a4a1ba42d8024e5d3d482795b9c05c858a723634aa8cde73188d4661bb3fe81ce4',1,'keyturn']]],
  ['renewed_7',['renewed',['../namespacekeyturn.html#a4a1ba42d8024e5d3d482795b9c05c858a758f0e9ea526af2ca587384176f5bbf3',1,'keyturn']]],
  ['repeat_8',['repeat',['../structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78a32cf6da134a8b268cf4ab6b79a9a5ad9',1,'keyturn::UnknownOutcome']]],
  ['repeat_5fwithin_9',['repeat_within',['../structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78acb2fd0631a6262ab1a3ae64a9e1cc787',1,'keyturn::UnknownOutcome']]],
  ['replayed_10',['replayed',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5baf61135d36747be0d8e49dfb479c69320',1,'keyturn::Event']]],
  ['request_11',['request',['../structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba10573b873d2fa5a365d558a45e328e47',1,'keyturn::testing::TraceRecord']]],
  ['requested_12',['requested',['../namespacekeyturn.html#a62e2b74e34cf627fbb5b3ff122058897a67a14a21bd1cb0326455e74bae077912',1,'keyturn']]],
  ['required_13',['required',['../namespacekeyturn.html#a70317a003ed2f240c80fe0ecd8d13eadaac67ede5a84eb5a1add7ff4440e9a485',1,'keyturn']]]
];
