var searchData=
[
  ['idempotency_5fkey_0',['idempotency_key',['../classkeyturn_1_1BasicOAuth2.html#a4b460a0aa31b5ef993b642fd71e56465',1,'keyturn::BasicOAuth2']]],
  ['implied_5ftokens_1',['implied_tokens',['../classkeyturn_1_1BasicOAuth2.html#ad6c126e3cca77ac831ade1687c40b462',1,'keyturn::BasicOAuth2']]],
  ['inner_2',['inner',['../classkeyturn_1_1DPoPTransport.html#a019e6133606dc5e96d6828d5b2b6cb21',1,'keyturn::DPoPTransport::inner()'],['../classkeyturn_1_1testing_1_1FlakyStorage.html#a7ec16b4dee802b9639d158de09a44f58',1,'keyturn::testing::FlakyStorage::inner()']]],
  ['instead_3',['instead',['../classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a9bf2a972c7c7aac3e6c5b9e8cd6f99b3',1,'keyturn::testing::BasicFakeAuthServer']]],
  ['is_4',['is',['../classkeyturn_1_1OneOf.html#a61c7e8fee768ec0f7d63de53c0c709bc',1,'keyturn::OneOf']]],
  ['is_5fabsolute_5furl_5',['is_absolute_url',['../namespacekeyturn.html#adb64d57d351b8990b4153e36ea2b36f7',1,'keyturn']]],
  ['is_5floopback_6',['is_loopback',['../namespacekeyturn.html#ac76ee54b16aeafdafc91027d089c700d',1,'keyturn']]],
  ['is_5fsuccess_7',['is_success',['../namespacekeyturn.html#ad5bb4cb0bc5562eb334f775890f58595',1,'keyturn']]],
  ['is_5ftrustworthy_8',['is_trustworthy',['../namespacekeyturn.html#a088f9c768a50a427aa5ef1d38f216d34',1,'keyturn']]]
];
