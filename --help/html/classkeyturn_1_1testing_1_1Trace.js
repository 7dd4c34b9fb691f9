var classkeyturn_1_1testing_1_1Trace =
[
    [ "Trace", "classkeyturn_1_1testing_1_1Trace.html#af972c7601436d5412f2fc7f8a17ddf9a", null ],
    [ "transport", "classkeyturn_1_1testing_1_1Trace.html#abc675a58fdf77587b617430db74e5b4a", null ],
    [ "storage", "classkeyturn_1_1testing_1_1Trace.html#aaf4046dbf33dcd81598db12f7a8be972", null ],
    [ "listener", "classkeyturn_1_1testing_1_1Trace.html#a8bd37cc231fb77976d8c48a98775bc14", null ],
    [ "add", "classkeyturn_1_1testing_1_1Trace.html#a44b21fdb4cefbea5bc112784adcbcc1f", null ],
    [ "call", "classkeyturn_1_1testing_1_1Trace.html#ae4179ccbd574585193fea360270b01d5", null ],
    [ "async_call", "classkeyturn_1_1testing_1_1Trace.html#aa876bc63802ee069956f3082759a066e", null ],
    [ "mark", "classkeyturn_1_1testing_1_1Trace.html#a3f8a51d75acb4aafe2582ccd5e4ef26a", null ],
    [ "records", "classkeyturn_1_1testing_1_1Trace.html#ac5355fef95fcf3ccffd1f9cb709dc912", null ],
    [ "forgotten", "classkeyturn_1_1testing_1_1Trace.html#a89b06d36ee3533e62936b9f0cddf5a44", null ],
    [ "json", "classkeyturn_1_1testing_1_1Trace.html#a0decbb27def498c74e15bcf46dc5becc", null ],
    [ "now", "classkeyturn_1_1testing_1_1Trace.html#aa2114d2636f6ac6f4ea19a54efabf57d", null ]
];