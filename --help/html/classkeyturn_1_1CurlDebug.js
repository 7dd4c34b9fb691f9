var classkeyturn_1_1CurlDebug =
[
    [ "CurlDebug", "classkeyturn_1_1CurlDebug.html#a6f55e52d52711b92873a70241758c1a7", null ],
    [ "operator bool", "classkeyturn_1_1CurlDebug.html#a420e60e9788bfa3b52aa3aab72ea3a5e", null ],
    [ "operator()", "classkeyturn_1_1CurlDebug.html#abdfa98ecb73da99cf809386c5076e693", null ]
];