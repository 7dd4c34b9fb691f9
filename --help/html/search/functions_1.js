var searchData=
[
  ['badresult_0',['BadResult',['../classkeyturn_1_1BadResult.html#a42fddbd34d7af4fea3de9058b0958df7',1,'keyturn::BadResult']]],
  ['basic_5fauthorization_1',['basic_authorization',['../namespacekeyturn.html#a7a3f50714d2a41a7cd573bb40d7b92a5',1,'keyturn']]],
  ['basicfakeauthserver_2',['BasicFakeAuthServer',['../classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a2e09574e4528343de571c3d2be19def8',1,'keyturn::testing::BasicFakeAuthServer']]],
  ['basicjsonapi_3',['BasicJsonApi',['../classkeyturn_1_1BasicJsonApi.html#a453efdc015868e774f72b241217a8593',1,'keyturn::BasicJsonApi::BasicJsonApi(std::string base_url, C codec={})'],['../classkeyturn_1_1BasicJsonApi.html#ae01cf1eb4f5e1d18afa4cccdca026573',1,'keyturn::BasicJsonApi::BasicJsonApi(JsonApiConfig config, C codec={})']]],
  ['basicoauth2_4',['BasicOAuth2',['../classkeyturn_1_1BasicOAuth2.html#aac33e77e5b1ac6d74cd0876bdd6b3e85',1,'keyturn::BasicOAuth2']]],
  ['before_5',['before',['../classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a78687edf4bd3a1527983987cfc59af7f',1,'keyturn::testing::BasicFakeAuthServer']]],
  ['begin_6',['begin',['../classkeyturn_1_1BrowserSignIn.html#a97f84e547c8885757bf1f71e5ae31812',1,'keyturn::BrowserSignIn::begin()'],['../classkeyturn_1_1List.html#a4cc2e865cfc549a21ba3d3d176318eac',1,'keyturn::List::begin() noexcept'],['../classkeyturn_1_1List.html#a15bcec819d2250d3025439b7fcdf672a',1,'keyturn::List::begin() const noexcept'],['../classkeyturn_1_1DeviceSignIn.html#ad13f9cc6f76ceee8238289a220fb9903',1,'keyturn::DeviceSignIn::begin()'],['../classkeyturn_1_1Headers.html#ad950587c89b4306f927b08b5e5cb7e89',1,'keyturn::Headers::begin()'],['../classkeyturn_1_1Headers.html#ad5c959a538216a09ab28c5283585956c',1,'keyturn::Headers::begin() const'],['../classkeyturn_1_1testing_1_1TraceRecorder.html#a3435bdc43f10188a43f2cfd552285a83',1,'keyturn::testing::TraceRecorder::begin()']]],
  ['body_7',['Body',['../classkeyturn_1_1Body.html#ad30edf5fa8d9a6feb478625a6985e857',1,'keyturn::Body::Body(std::string text)'],['../classkeyturn_1_1Body.html#ad6daf4e3009563248c8827a2b907942a',1,'keyturn::Body::Body(const char *text)']]]
];
