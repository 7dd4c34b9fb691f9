var searchData=
[
  ['badresult_0',['BadResult',['../classkeyturn_1_1BadResult.html',1,'keyturn']]],
  ['basicfakeauthserver_1',['BasicFakeAuthServer',['../classkeyturn_1_1testing_1_1BasicFakeAuthServer.html',1,'keyturn::testing']]],
  ['basicjsonapi_2',['BasicJsonApi',['../classkeyturn_1_1BasicJsonApi.html',1,'keyturn']]],
  ['basickeychainstorage_3',['BasicKeychainStorage',['../classkeyturn_1_1BasicKeychainStorage.html',1,'keyturn']]],
  ['basicoauth2_4',['BasicOAuth2',['../classkeyturn_1_1BasicOAuth2.html',1,'keyturn']]],
  ['body_5',['Body',['../classkeyturn_1_1Body.html',1,'keyturn']]],
  ['browsersignin_6',['BrowserSignIn',['../classkeyturn_1_1BrowserSignIn.html',1,'keyturn']]],
  ['browsersigninoptions_7',['BrowserSignInOptions',['../structkeyturn_1_1BrowserSignInOptions.html',1,'keyturn']]]
];
