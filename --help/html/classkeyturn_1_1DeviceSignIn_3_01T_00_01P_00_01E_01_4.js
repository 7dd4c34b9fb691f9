var classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4 =
[
    [ "DeviceSignIn", "classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4.html#ae85130113fb5cb2146a1fb63655dad19", null ],
    [ "poll", "classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4.html#ab52f9ed2183fbcd1c758e55179ce5e5e", null ],
    [ "codes", "classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4.html#a54c55b07d6e99f36873e4772c7440ad8", null ],
    [ "cancel", "classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4.html#a02d5fa6b14e221f3012a794b905be166", null ]
];