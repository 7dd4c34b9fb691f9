var atomic_8hpp =
[
    [ "Atomic< T >", "classkeyturn_1_1Atomic.html", "classkeyturn_1_1Atomic" ]
];