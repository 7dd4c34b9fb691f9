var searchData=
[
  ['error_0',['Error',['../structkeyturn_1_1Error.html',1,'keyturn']]],
  ['event_1',['Event',['../structkeyturn_1_1Event.html',1,'keyturn']]]
];
