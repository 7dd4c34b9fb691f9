var searchData=
[
  ['parameter_0',['Parameter',['../structkeyturn_1_1Challenge_1_1Parameter.html',1,'keyturn::Challenge']]],
  ['password_1',['Password',['../structkeyturn_1_1Password.html',1,'keyturn']]],
  ['polledcurlmultitransport_2',['PolledCurlMultiTransport',['../classkeyturn_1_1PolledCurlMultiTransport.html',1,'keyturn']]]
];
