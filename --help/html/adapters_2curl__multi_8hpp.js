var adapters_2curl__multi_8hpp =
[
    [ "CurlMultiTransport", "classkeyturn_1_1CurlMultiTransport.html", "classkeyturn_1_1CurlMultiTransport" ],
    [ "PolledCurlMultiTransport", "classkeyturn_1_1PolledCurlMultiTransport.html", "classkeyturn_1_1PolledCurlMultiTransport" ]
];