var rare_8hpp =
[
    [ "Rare< T >", "classkeyturn_1_1Rare.html", "classkeyturn_1_1Rare" ]
];