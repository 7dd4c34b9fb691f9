var structkeyturn_1_1Request =
[
    [ "method", "structkeyturn_1_1Request.html#a60504f0e385a777dd9bf0efe4c2744f9", null ],
    [ "url", "structkeyturn_1_1Request.html#ae43c7d8d482ec3550b30cbc7dc23b9f0", null ],
    [ "headers", "structkeyturn_1_1Request.html#a227d0a80715b306fe9a3afa18457cfdd", null ],
    [ "body", "structkeyturn_1_1Request.html#ab12966ff95dc01dbef2d52cf1579e9a2", null ],
    [ "auth", "structkeyturn_1_1Request.html#a8064aee091ca3ce6a4e966b04ff0cd0c", null ],
    [ "timeout", "structkeyturn_1_1Request.html#a26727d2ea528cebfed726e19997ecadc", null ],
    [ "max_response", "structkeyturn_1_1Request.html#a8bed2b09e2976f4864632449f619d3b2", null ],
    [ "at_most_once", "structkeyturn_1_1Request.html#a06af3185444d09a239ce27082a1a2254", null ],
    [ "on_data", "structkeyturn_1_1Request.html#af9d11ef62878aa6c9729fb664550b251", null ]
];