var classkeyturn_1_1Shared =
[
    [ "Shared", "classkeyturn_1_1Shared.html#a58858a8891b0592858732435fe4b6e8e", null ],
    [ "Shared", "classkeyturn_1_1Shared.html#afd842ecd9fcafa75b956ebed8838b8bc", null ],
    [ "Shared", "classkeyturn_1_1Shared.html#a94b0bc137f0e09ac07744017b88969d9", null ],
    [ "release", "classkeyturn_1_1Shared.html#a6c8d20fb6b83e6106b0355ec49caa113", null ],
    [ "adopt", "classkeyturn_1_1Shared.html#aa35d4988c4dad1d008059b83d484a28b", null ],
    [ "first", "classkeyturn_1_1Shared.html#ad06eb6b86d9191063e515710b5895638", null ],
    [ "get", "classkeyturn_1_1Shared.html#add304de4da8c6bbe38aea36dccd58c7f", null ],
    [ "operator->", "classkeyturn_1_1Shared.html#a2483b26a3b69ecd5f7db6ca9093282a7", null ],
    [ "operator*", "classkeyturn_1_1Shared.html#a753183be51c9bf8deee6738409577ec7", null ],
    [ "operator bool", "classkeyturn_1_1Shared.html#a420e60e9788bfa3b52aa3aab72ea3a5e", null ]
];