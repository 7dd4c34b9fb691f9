var searchData=
[
  ['hardenedmemory_0',['HardenedMemory',['../structkeyturn_1_1HardenedMemory.html',1,'keyturn']]],
  ['header_1',['Header',['../structkeyturn_1_1Header.html',1,'keyturn']]],
  ['headers_2',['Headers',['../classkeyturn_1_1Headers.html',1,'keyturn']]],
  ['holders_3',['Holders',['../classkeyturn_1_1Holders.html',1,'keyturn']]],
  ['hosted_4',['Hosted',['../classkeyturn_1_1Hosted.html',1,'keyturn']]]
];
