var searchData=
[
  ['failed_0',['failed',['../structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba26934eb377001f66e37289a5c93fe284',1,'keyturn::DevicePoll']]],
  ['found_5fnewer_1',['found_newer',['../structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5bae9169728d05b45cf2d90e486abb2e190',1,'keyturn::Event']]]
];
