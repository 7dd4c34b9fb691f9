var sealed__storage_8hpp =
[
    [ "SealedStorage< S >", "classkeyturn_1_1SealedStorage.html", "classkeyturn_1_1SealedStorage" ]
];