var body_8hpp =
[
    [ "Body", "classkeyturn_1_1Body.html", "classkeyturn_1_1Body" ],
    [ "Reader", "body_8hpp.html#a95edc67b33e4e041513ea6646d74a1d5", null ]
];