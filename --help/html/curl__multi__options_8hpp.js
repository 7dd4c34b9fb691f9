var curl__multi__options_8hpp =
[
    [ "CurlMultiOptions", "structkeyturn_1_1CurlMultiOptions.html", "structkeyturn_1_1CurlMultiOptions" ]
];