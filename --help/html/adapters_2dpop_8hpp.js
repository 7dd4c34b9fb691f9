var adapters_2dpop_8hpp =
[
    [ "DPoPProtocol< P >", "classkeyturn_1_1DPoPProtocol.html", "classkeyturn_1_1DPoPProtocol" ],
    [ "DPoP", "classkeyturn_1_1DPoP.html", "classkeyturn_1_1DPoP" ]
];