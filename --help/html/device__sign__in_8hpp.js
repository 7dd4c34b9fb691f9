var device__sign__in_8hpp =
[
    [ "DeviceSignIn< T, P, E >", "classkeyturn_1_1DeviceSignIn.html", "classkeyturn_1_1DeviceSignIn" ],
    [ "DeviceSignIn< T, P, E >", "classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4.html", "classkeyturn_1_1DeviceSignIn_3_01T_00_01P_00_01E_01_4" ],
    [ "keyturn::DeviceProtocol", "conceptkeyturn_1_1DeviceProtocol.html", null ]
];