var searchData=
[
  ['kept_5ffrom_5fdumps_0',['kept_from_dumps',['../structkeyturn_1_1HardenedMemory.html#af9cdc506539416c53c5e0c43e16997aa',1,'keyturn::HardenedMemory']]],
  ['kind_1',['kind',['../structkeyturn_1_1Field.html#a84e5594d8497a54d45fe58b11a5b6759',1,'keyturn::Field::kind()'],['../structkeyturn_1_1Event.html#ad4f6a38e725118afcde5fbb91ccbbb12',1,'keyturn::Event::kind()'],['../structkeyturn_1_1DevicePoll.html#ad4f6a38e725118afcde5fbb91ccbbb12',1,'keyturn::DevicePoll::kind()']]],
  ['known_5fservers_2',['known_servers',['../namespacekeyturn.html#af388b08ef1878da8c5fef238295a039e',1,'keyturn']]]
];
