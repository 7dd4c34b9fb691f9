var async__auth__client_8hpp =
[
    [ "AuthClient< T, S, P, E >", "classkeyturn_1_1AuthClient_3_01T_00_01S_00_01P_00_01E_01_4.html", "classkeyturn_1_1AuthClient_3_01T_00_01S_00_01P_00_01E_01_4" ]
];