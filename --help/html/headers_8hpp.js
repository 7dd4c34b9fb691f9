var headers_8hpp =
[
    [ "Headers", "classkeyturn_1_1Headers.html", "classkeyturn_1_1Headers" ]
];