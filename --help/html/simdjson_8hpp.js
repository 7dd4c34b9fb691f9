var simdjson_8hpp =
[
    [ "SimdjsonCodec", "classkeyturn_1_1SimdjsonCodec.html", "classkeyturn_1_1SimdjsonCodec" ]
];