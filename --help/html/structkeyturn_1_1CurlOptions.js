var structkeyturn_1_1CurlOptions =
[
    [ "ca_file", "structkeyturn_1_1CurlOptions.html#a92227f74ced3717e5a0f71d7fd99500c", null ],
    [ "ca_path", "structkeyturn_1_1CurlOptions.html#a5555ece0ddd8b124e582bc31ecbc1416", null ],
    [ "proxy", "structkeyturn_1_1CurlOptions.html#a9bc641cdfd900f3e86a4392c6941caba", null ],
    [ "connect_timeout", "structkeyturn_1_1CurlOptions.html#a2d521735baa52d3b577265505006617c", null ],
    [ "max_idle_connections", "structkeyturn_1_1CurlOptions.html#a0a2423c2f791168523e3c79da0fd86d3", null ],
    [ "max_header_bytes", "structkeyturn_1_1CurlOptions.html#a1476dccf518bd7e42b24e684c021db26", null ],
    [ "http2", "structkeyturn_1_1CurlOptions.html#a654ab9d9e40e2832459bbd50b08efd30", null ],
    [ "user_agent", "structkeyturn_1_1CurlOptions.html#a75c414aae32282fa541e6b1ef09937cf", null ],
    [ "debug", "structkeyturn_1_1CurlOptions.html#a5d05fac081b60b8873eca449f2b7f9d7", null ]
];