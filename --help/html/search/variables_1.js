var searchData=
[
  ['bare_5f401_5fis_5fdefinitive_0',['bare_401_is_definitive',['../structkeyturn_1_1JsonApiConfig.html#adbb7e847d108fd8444b26a640df4db30',1,'keyturn::JsonApiConfig']]],
  ['base_1',['base',['../structkeyturn_1_1ServerFacts.html#ac032d6d742c5dabb994ce475e4e3fd4b',1,'keyturn::ServerFacts']]],
  ['base_5furl_2',['base_url',['../structkeyturn_1_1JsonApiConfig.html#a6120129a500ee5f5fb32836c1ad5bbc0',1,'keyturn::JsonApiConfig']]],
  ['body_3',['body',['../structkeyturn_1_1Request.html#ab12966ff95dc01dbef2d52cf1579e9a2',1,'keyturn::Request::body()'],['../structkeyturn_1_1Response.html#a22ffc871c8cdced782372446356096a5',1,'keyturn::Response::body()'],['../structkeyturn_1_1testing_1_1ReceivedRequest.html#a22ffc871c8cdced782372446356096a5',1,'keyturn::testing::ReceivedRequest::body()'],['../structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen.html#a22ffc871c8cdced782372446356096a5',1,'keyturn::testing::ScriptedTransport::Seen::body()']]],
  ['boolean_4',['boolean',['../structkeyturn_1_1Field.html#a857e4e5a2613b7cf584dbf12dae00525',1,'keyturn::Field']]],
  ['bytes_5',['bytes',['../structkeyturn_1_1HardenedMemory.html#af433f2737be593ceba2bdbfe3b12591e',1,'keyturn::HardenedMemory']]]
];
