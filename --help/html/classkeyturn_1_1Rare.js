var classkeyturn_1_1Rare =
[
    [ "Rare", "classkeyturn_1_1Rare.html#a188ab78f28d08528e9ff43ffbfa00133", null ],
    [ "has_value", "classkeyturn_1_1Rare.html#a86b749ce2c4bc627fa8a1fcfaf0e314f", null ],
    [ "operator bool", "classkeyturn_1_1Rare.html#a420e60e9788bfa3b52aa3aab72ea3a5e", null ],
    [ "operator*", "classkeyturn_1_1Rare.html#ae39b4c1ef7cf55e194e27de74d2b71eb", null ],
    [ "operator*", "classkeyturn_1_1Rare.html#a64739e85c2e6880359a194b23ce0b5d0", null ],
    [ "operator->", "classkeyturn_1_1Rare.html#ad728d8b1b343869d8f0aa27e8fadf24a", null ],
    [ "operator->", "classkeyturn_1_1Rare.html#a7e84d95ae6045721f4c97508a1050eb7", null ]
];