var searchData=
[
  ['json_0',['json',['../structkeyturn_1_1ServerFacts.html#a3858878f50b05f9acbbc612590954f0aa466deec76ecdf5fca6d38571f6324d54',1,'keyturn::ServerFacts']]]
];
