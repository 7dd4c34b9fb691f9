var searchData=
[
  ['keychainoptions_0',['KeychainOptions',['../structkeyturn_1_1KeychainOptions.html',1,'keyturn']]]
];
