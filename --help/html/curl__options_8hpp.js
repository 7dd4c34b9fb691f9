var curl__options_8hpp =
[
    [ "CurlOptions", "structkeyturn_1_1CurlOptions.html", "structkeyturn_1_1CurlOptions" ]
];