var curl_8hpp =
[
    [ "CurlTransport", "classkeyturn_1_1CurlTransport.html", "classkeyturn_1_1CurlTransport" ]
];