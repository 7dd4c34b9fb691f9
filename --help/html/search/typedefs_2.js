var searchData=
[
  ['duration_0',['duration',['../structkeyturn_1_1SteadyClock.html#a4b78f8ed2420a0bcb6f19e90718cab8d',1,'keyturn::SteadyClock']]]
];
