var searchData=
[
  ['pending_0',['pending',['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba7c6c2e5d48ab37a007cbf70d3ea25fa4',1,'keyturn::DevicePoll']]],
  ['post_1',['post',['../namespacekeyturn.html#a14d5dc401297675ab54ba9381bc1483ba42b90196b487c54069097a68fe98ab6f',1,'keyturn']]]
];
