var header__fields_8hpp =
[
    [ "Header", "structkeyturn_1_1Header.html", "structkeyturn_1_1Header" ]
];