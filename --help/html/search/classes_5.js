var searchData=
[
  ['fakeauthserverconfig_0',['FakeAuthServerConfig',['../structkeyturn_1_1testing_1_1FakeAuthServerConfig.html',1,'keyturn::testing']]],
  ['fault_1',['Fault',['../structkeyturn_1_1testing_1_1Fault.html',1,'keyturn::testing']]],
  ['field_2',['Field',['../structkeyturn_1_1Field.html',1,'keyturn']]],
  ['fileoptions_3',['FileOptions',['../structkeyturn_1_1FileOptions.html',1,'keyturn']]],
  ['filestorage_4',['FileStorage',['../classkeyturn_1_1FileStorage.html',1,'keyturn']]],
  ['findings_5',['Findings',['../classkeyturn_1_1testing_1_1Findings.html',1,'keyturn::testing']]],
  ['flakystorage_6',['FlakyStorage',['../classkeyturn_1_1testing_1_1FlakyStorage.html',1,'keyturn::testing']]],
  ['formfield_7',['FormField',['../structkeyturn_1_1FormField.html',1,'keyturn']]]
];
