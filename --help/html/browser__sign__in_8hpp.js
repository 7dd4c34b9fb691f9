var browser__sign__in_8hpp =
[
    [ "BrowserSignIn", "classkeyturn_1_1BrowserSignIn.html", "classkeyturn_1_1BrowserSignIn" ]
];