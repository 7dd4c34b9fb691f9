var structkeyturn_1_1WinHttpOptions =
[
    [ "proxy", "structkeyturn_1_1WinHttpOptions.html#a9bc641cdfd900f3e86a4392c6941caba", null ],
    [ "connect_timeout", "structkeyturn_1_1WinHttpOptions.html#a2d521735baa52d3b577265505006617c", null ],
    [ "max_header_bytes", "structkeyturn_1_1WinHttpOptions.html#a1476dccf518bd7e42b24e684c021db26", null ],
    [ "http2", "structkeyturn_1_1WinHttpOptions.html#a654ab9d9e40e2832459bbd50b08efd30", null ],
    [ "user_agent", "structkeyturn_1_1WinHttpOptions.html#a75c414aae32282fa541e6b1ef09937cf", null ]
];