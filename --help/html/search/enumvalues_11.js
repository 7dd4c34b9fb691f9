var searchData=
[
  ['wait_0',['wait',['../structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78a49256b9819abacbb8e6e031a03abe81b',1,'keyturn::UnknownOutcome']]]
];
