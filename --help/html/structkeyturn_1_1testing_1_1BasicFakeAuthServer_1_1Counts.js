var structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts =
[
    [ "logins", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a48de5b43dc49ebdbf6f5d2cef6e9e2d3", null ],
    [ "refreshes", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a3763189dc838185bf19a651dc9b3cd07", null ],
    [ "rotations", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#ad15b3543df985e4b11bfa202b6243a68", null ],
    [ "replays", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a936ab01fd5029c6022bd4caa3dd7f839", null ],
    [ "superseded", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a9938093f6ef3c701b7725fdf6d10dccc", null ],
    [ "revoked_families", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a2d48b1ce928d81cc6a04015e2962e5b5", null ],
    [ "logouts", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a9bf154fce9cf986cd6f1d5ab41c32f9b", null ],
    [ "calls", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#a7fdd23c592095c2bd32d98a52ecb288f", null ],
    [ "refused_calls", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html#ae2eb81e9f04dc5289e4cc6b95b4717c4", null ]
];