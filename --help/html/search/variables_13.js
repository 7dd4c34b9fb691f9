var searchData=
[
  ['valid_5funtil_0',['valid_until',['../structkeyturn_1_1Snapshot.html#ad8549ea94f8ef82623b9d9566633a8ed',1,'keyturn::Snapshot']]],
  ['value_1',['value',['../structkeyturn_1_1Header.html#a5c33da5929c9f2f9ef8d006d2350e6ec',1,'keyturn::Header::value()'],['../structkeyturn_1_1FormField.html#adcedad70d7b27cabc437f5d784a769cf',1,'keyturn::FormField::value()'],['../structkeyturn_1_1DecodedField.html#af3da9bdf4ce1320e58df0c71ab8dad4f',1,'keyturn::DecodedField::value()'],['../structkeyturn_1_1JsonMember.html#adcedad70d7b27cabc437f5d784a769cf',1,'keyturn::JsonMember::value()'],['../structkeyturn_1_1Challenge_1_1Parameter.html#a5c33da5929c9f2f9ef8d006d2350e6ec',1,'keyturn::Challenge::Parameter::value()']]],
  ['verdict_2',['verdict',['../structkeyturn_1_1RefreshAnswer.html#a3a7379c66a21f349e5954d6bf56c7fa1',1,'keyturn::RefreshAnswer']]],
  ['verification_5furi_3',['verification_uri',['../structkeyturn_1_1DeviceAuthorization.html#a4d1591a52d7f6b77e2046f753fdb97af',1,'keyturn::DeviceAuthorization']]],
  ['verification_5furi_5fcomplete_4',['verification_uri_complete',['../structkeyturn_1_1DeviceAuthorization.html#adaf86328aea7befe43c2e4dce7cc969a',1,'keyturn::DeviceAuthorization']]]
];
