var searchData=
[
  ['winhttpoptions_0',['WinHttpOptions',['../structkeyturn_1_1WinHttpOptions.html',1,'keyturn']]],
  ['winhttptransport_1',['WinHttpTransport',['../classkeyturn_1_1WinHttpTransport.html',1,'keyturn']]]
];
