var access__token_8hpp =
[
    [ "Snapshot", "structkeyturn_1_1Snapshot.html", "structkeyturn_1_1Snapshot" ],
    [ "AccessToken", "classkeyturn_1_1AccessToken.html", "classkeyturn_1_1AccessToken" ],
    [ "SnapshotPin", "access__token_8hpp.html#acc713edb2dafd4143400b4d03babbb7a", null ]
];