var curl__debug_8hpp =
[
    [ "CurlDebug", "classkeyturn_1_1CurlDebug.html", "classkeyturn_1_1CurlDebug" ]
];