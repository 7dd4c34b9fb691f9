var classkeyturn_1_1SimdjsonCodec =
[
    [ "read", "classkeyturn_1_1SimdjsonCodec.html#a6f396bec2aac361a492329b8c95c6a3b", null ]
];