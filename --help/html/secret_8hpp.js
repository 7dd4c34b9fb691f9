var secret_8hpp =
[
    [ "Secret", "classkeyturn_1_1Secret.html", "classkeyturn_1_1Secret" ],
    [ "wipe", "secret_8hpp.html#a9892c5f38de481e26e0377d820de7c86", null ],
    [ "wipe", "secret_8hpp.html#af7c17f0faed5be6311299fbc6088292c", null ]
];