var searchData=
[
  ['unknownoutcome_0',['UnknownOutcome',['../structkeyturn_1_1UnknownOutcome.html',1,'keyturn']]]
];
