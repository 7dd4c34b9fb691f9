var maybe_8hpp =
[
    [ "Maybe< T >", "classkeyturn_1_1Maybe.html", "classkeyturn_1_1Maybe" ]
];