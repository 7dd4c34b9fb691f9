var searchData=
[
  ['period_0',['period',['../structkeyturn_1_1SteadyClock.html#ac553a50897ba1bd81a6c015f8f28d730',1,'keyturn::SteadyClock']]]
];
