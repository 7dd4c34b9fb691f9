var base_2shared_8hpp =
[
    [ "Holders", "classkeyturn_1_1Holders.html", null ],
    [ "Shared< T >", "classkeyturn_1_1Shared.html", "classkeyturn_1_1Shared" ]
];