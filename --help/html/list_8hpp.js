var list_8hpp =
[
    [ "List< T, in_place >", "classkeyturn_1_1List.html", "classkeyturn_1_1List" ]
];