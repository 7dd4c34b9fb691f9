var searchData=
[
  ['decodedfield_0',['DecodedField',['../structkeyturn_1_1DecodedField.html',1,'keyturn']]],
  ['deviceauthorization_1',['DeviceAuthorization',['../structkeyturn_1_1DeviceAuthorization.html',1,'keyturn']]],
  ['devicecode_2',['DeviceCode',['../structkeyturn_1_1DeviceCode.html',1,'keyturn']]],
  ['devicepoll_3',['DevicePoll',['../structkeyturn_1_1DevicePoll.html',1,'keyturn']]],
  ['devicepolling_4',['DevicePolling',['../classkeyturn_1_1DevicePolling.html',1,'keyturn']]],
  ['devicesignin_5',['DeviceSignIn',['../classkeyturn_1_1DeviceSignIn.html',1,'keyturn']]],
  ['devicesignin_3c_20t_2c_20p_2c_20e_20_3e_6',['DeviceSignIn&lt; T, P, E &gt;',['../classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4.html',1,'keyturn']]],
  ['dpop_7',['DPoP',['../classkeyturn_1_1DPoP.html',1,'keyturn']]],
  ['dpopprotocol_8',['DPoPProtocol',['../classkeyturn_1_1DPoPProtocol.html',1,'keyturn']]],
  ['dpopstorage_9',['DPoPStorage',['../classkeyturn_1_1DPoPStorage.html',1,'keyturn']]],
  ['dpoptransport_10',['DPoPTransport',['../classkeyturn_1_1DPoPTransport.html',1,'keyturn']]]
];
