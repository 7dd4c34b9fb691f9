var classkeyturn_1_1PolledCurlMultiTransport =
[
    [ "PolledCurlMultiTransport", "classkeyturn_1_1PolledCurlMultiTransport.html#a545fe9c4f3d68fb0edb065ac01845513", null ],
    [ "send", "classkeyturn_1_1PolledCurlMultiTransport.html#a76f6ce932c5c0012abda48b82eb17608", null ],
    [ "poll", "classkeyturn_1_1PolledCurlMultiTransport.html#a1af533dd990247e766f5733274e2e0a2", null ]
];