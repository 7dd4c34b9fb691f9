var auth__client_8hpp =
[
    [ "AuthClient< T, S, P, E >", "classkeyturn_1_1AuthClient.html", "classkeyturn_1_1AuthClient" ]
];