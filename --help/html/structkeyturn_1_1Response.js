var structkeyturn_1_1Response =
[
    [ "status", "structkeyturn_1_1Response.html#a6e27f49150e9a14580fb313cc2777e00", null ],
    [ "headers", "structkeyturn_1_1Response.html#a227d0a80715b306fe9a3afa18457cfdd", null ],
    [ "body", "structkeyturn_1_1Response.html#a22ffc871c8cdced782372446356096a5", null ]
];