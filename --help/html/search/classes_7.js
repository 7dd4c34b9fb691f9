var searchData=
[
  ['jsonapiconfig_0',['JsonApiConfig',['../structkeyturn_1_1JsonApiConfig.html',1,'keyturn']]],
  ['jsonmember_1',['JsonMember',['../structkeyturn_1_1JsonMember.html',1,'keyturn']]],
  ['jsonreads_2',['JsonReads',['../structkeyturn_1_1JsonReads.html',1,'keyturn']]],
  ['jsonsends_3',['JsonSends',['../structkeyturn_1_1JsonSends.html',1,'keyturn']]]
];
