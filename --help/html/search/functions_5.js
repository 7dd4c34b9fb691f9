var searchData=
[
  ['fail_5fat_0',['fail_at',['../classkeyturn_1_1testing_1_1FlakyStorage.html#a2f6299bce77659066643ae45d5a153c0',1,'keyturn::testing::FlakyStorage']]],
  ['failed_1',['failed',['../classkeyturn_1_1DevicePolling.html#a1feabedf545e156ec21ed4157430bed7',1,'keyturn::DevicePolling::failed()'],['../classkeyturn_1_1testing_1_1CheckReport.html#a345c348f25138041fd5fe4dc3f475a5e',1,'keyturn::testing::CheckReport::failed()']]],
  ['failures_2',['failures',['../classkeyturn_1_1testing_1_1FlakyStorage.html#a831d911df86a65925010244280effedf',1,'keyturn::testing::FlakyStorage']]],
  ['filestorage_3',['FileStorage',['../classkeyturn_1_1FileStorage.html#a46ca8e89ea074087db01c4115c466afb',1,'keyturn::FileStorage']]],
  ['find_4',['find',['../structkeyturn_1_1Challenge.html#af86413dea5dbcf5a7f23850363484126',1,'keyturn::Challenge::find()'],['../classkeyturn_1_1testing_1_1CheckReport.html#a50404a176adf6bfc8e9ea89e26d570d8',1,'keyturn::testing::CheckReport::find()']]],
  ['find_5fchallenge_5',['find_challenge',['../namespacekeyturn.html#a2a8674cf15c7dd552a2148a4eb601227',1,'keyturn']]],
  ['first_6',['first',['../classkeyturn_1_1List.html#a3db06d40b249ecdbc8773a903e40a467',1,'keyturn::List::first()'],['../classkeyturn_1_1Shared.html#ad06eb6b86d9191063e515710b5895638',1,'keyturn::Shared::first()']]],
  ['flakystorage_7',['FlakyStorage',['../classkeyturn_1_1testing_1_1FlakyStorage.html#a615174607ca2a7e738cbc947092f38ab',1,'keyturn::testing::FlakyStorage']]],
  ['for_5fapp_8',['for_app',['../classkeyturn_1_1FileStorage.html#a769670583d170c926fb278cb223d10d3',1,'keyturn::FileStorage::for_app()'],['../classkeyturn_1_1BasicKeychainStorage.html#aea43cd2605b6632fdeb1f24c3aeba114',1,'keyturn::BasicKeychainStorage::for_app()']]],
  ['forgotten_9',['forgotten',['../classkeyturn_1_1testing_1_1Trace.html#a89b06d36ee3533e62936b9f0cddf5a44',1,'keyturn::testing::Trace::forgotten()'],['../classkeyturn_1_1testing_1_1TraceRecorder.html#a89b06d36ee3533e62936b9f0cddf5a44',1,'keyturn::testing::TraceRecorder::forgotten()']]],
  ['form_5ftext_10',['form_text',['../namespacekeyturn.html#ac09df0f1cf769811bb983f355e8997f1',1,'keyturn']]]
];
