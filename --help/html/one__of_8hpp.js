var one__of_8hpp =
[
    [ "OneOf< Types >", "classkeyturn_1_1OneOf.html", "classkeyturn_1_1OneOf" ]
];