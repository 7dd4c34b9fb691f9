var searchData=
[
  ['asynctransport_0',['AsyncTransport',['../conceptkeyturn_1_1AsyncTransport.html',1,'keyturn']]],
  ['blockingtransport_1',['BlockingTransport',['../conceptkeyturn_1_1BlockingTransport.html',1,'keyturn']]],
  ['codec_2',['Codec',['../conceptkeyturn_1_1Codec.html',1,'keyturn']]],
  ['deviceprotocol_3',['DeviceProtocol',['../conceptkeyturn_1_1DeviceProtocol.html',1,'keyturn']]],
  ['grants_4',['Grants',['../conceptkeyturn_1_1Grants.html',1,'keyturn']]],
  ['keychain_5',['Keychain',['../conceptkeyturn_1_1Keychain.html',1,'keyturn']]],
  ['onethread_6',['OneThread',['../conceptkeyturn_1_1OneThread.html',1,'keyturn']]],
  ['platform_7',['Platform',['../conceptkeyturn_1_1Platform.html',1,'keyturn']]],
  ['polledtransport_8',['PolledTransport',['../conceptkeyturn_1_1PolledTransport.html',1,'keyturn']]],
  ['protocol_9',['Protocol',['../conceptkeyturn_1_1Protocol.html',1,'keyturn']]],
  ['sharedstorage_10',['SharedStorage',['../conceptkeyturn_1_1SharedStorage.html',1,'keyturn']]],
  ['storage_11',['Storage',['../conceptkeyturn_1_1Storage.html',1,'keyturn']]],
  ['transport_12',['Transport',['../conceptkeyturn_1_1Transport.html',1,'keyturn']]],
  ['wakingtransport_13',['WakingTransport',['../conceptkeyturn_1_1WakingTransport.html',1,'keyturn']]]
];
