var classkeyturn_1_1CurlTransport =
[
    [ "CurlTransport", "classkeyturn_1_1CurlTransport.html#adbd6e03fb22769f5b9d339814a58bc9d", null ],
    [ "send", "classkeyturn_1_1CurlTransport.html#aa46ce4deda4b701ae9f5fded41df9ec6", null ]
];