var structkeyturn_1_1Snapshot =
[
    [ "token", "structkeyturn_1_1Snapshot.html#ad4ce9c1ca63701da5016c048fc2c53f8", null ],
    [ "authorization", "structkeyturn_1_1Snapshot.html#a4fe38983569f96a6ec51fb8a7145bb2e", null ],
    [ "token_at", "structkeyturn_1_1Snapshot.html#a778df5dbb3fed44150901402b02cd327", null ],
    [ "epoch", "structkeyturn_1_1Snapshot.html#a311a33946c597539e11512cdfb012fcf", null ],
    [ "generation", "structkeyturn_1_1Snapshot.html#a363662fe78dc4284a0460c0628685f58", null ],
    [ "fresh_until", "structkeyturn_1_1Snapshot.html#ab845680e6a192549179421d46e958137", null ],
    [ "valid_until", "structkeyturn_1_1Snapshot.html#ad8549ea94f8ef82623b9d9566633a8ed", null ]
];