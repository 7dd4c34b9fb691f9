var keyturn_8hpp =
[
    [ "JsonApi", "keyturn_8hpp.html#a16f314a1c46ac10b603d20edb188d3a9", null ]
];