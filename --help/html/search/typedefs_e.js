var searchData=
[
  ['time_5fpoint_0',['time_point',['../structkeyturn_1_1SteadyClock.html#aa2f2c875fd4bff400b0bbbccf63fd8c6',1,'keyturn::SteadyClock']]],
  ['timepoint_1',['TimePoint',['../namespacekeyturn.html#a053b71bbb68dd507afe08bd36f8cf8c4',1,'keyturn']]]
];
