var classkeyturn_1_1Headers =
[
    [ "of_lines", "classkeyturn_1_1Headers.html#a25dcc752bede5da17aacec39e5599036", null ],
    [ "keep_secret", "classkeyturn_1_1Headers.html#ada08ec6834bd4385b0cd9799ec30e53d", null ],
    [ "add", "classkeyturn_1_1Headers.html#ad7a3ae0c639dd5ffcc2ab9236738dca7", null ],
    [ "set", "classkeyturn_1_1Headers.html#a5ab9db81da34514b85acef12375c5939", null ],
    [ "set", "classkeyturn_1_1Headers.html#a592a4adc70bb748447e1c2abb984cbd6", null ],
    [ "remove", "classkeyturn_1_1Headers.html#a4cc0b32b61a2de245e24255e56696d4f", null ],
    [ "get", "classkeyturn_1_1Headers.html#a4dbb63d954bdbf3a0e0aeee2fcffbec5", null ],
    [ "empty", "classkeyturn_1_1Headers.html#a644718bb2fb240de962dc3c9a1fdf0dc", null ],
    [ "size", "classkeyturn_1_1Headers.html#ade1601ccf1fa3bcf050867f0852ca4e5", null ],
    [ "begin", "classkeyturn_1_1Headers.html#ad950587c89b4306f927b08b5e5cb7e89", null ],
    [ "end", "classkeyturn_1_1Headers.html#a7727305d5e1ec66a181e22c43af9a581", null ],
    [ "begin", "classkeyturn_1_1Headers.html#ad5c959a538216a09ab28c5283585956c", null ],
    [ "end", "classkeyturn_1_1Headers.html#ae11e60e117300685401961e36f196f7a", null ],
    [ "operator==", "classkeyturn_1_1Headers.html#a2a9fd096e25c02101b60569c63443a32", null ]
];