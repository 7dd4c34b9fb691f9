var searchData=
[
  ['randombytes_0',['RandomBytes',['../namespacekeyturn.html#a295c3c885780d4d8441a72d4d0c9f042',1,'keyturn']]],
  ['reader_1',['Reader',['../namespacekeyturn.html#a95edc67b33e4e041513ea6646d74a1d5',1,'keyturn']]],
  ['rep_2',['rep',['../structkeyturn_1_1SteadyClock.html#a08f68a4146a019d005d50367d529261f',1,'keyturn::SteadyClock']]]
];
