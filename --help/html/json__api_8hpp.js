var json__api_8hpp =
[
    [ "BasicJsonApi< C >", "classkeyturn_1_1BasicJsonApi.html", "classkeyturn_1_1BasicJsonApi" ]
];