var result_8hpp =
[
    [ "BadResult", "classkeyturn_1_1BadResult.html", "classkeyturn_1_1BadResult" ],
    [ "Result< T >", "classkeyturn_1_1Result.html", "classkeyturn_1_1Result" ],
    [ "Result< void >", "classkeyturn_1_1Result_3_01void_01_4.html", "classkeyturn_1_1Result_3_01void_01_4" ]
];