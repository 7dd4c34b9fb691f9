var time_8hpp =
[
    [ "SteadyClock", "structkeyturn_1_1SteadyClock.html", "structkeyturn_1_1SteadyClock" ],
    [ "Moment", "structkeyturn_1_1Moment.html", "structkeyturn_1_1Moment" ],
    [ "TimePoint", "time_8hpp.html#a053b71bbb68dd507afe08bd36f8cf8c4", null ],
    [ "WallTime", "time_8hpp.html#a0c9628e3c8d8a12ab8bcef6974173a45", null ],
    [ "operator<", "time_8hpp.html#a6bfbe4fa582fb6da68bfbe273a57bb48", null ],
    [ "operator>", "time_8hpp.html#a281f7589ddae2add40cccfab38d114c2", null ],
    [ "operator<=", "time_8hpp.html#a02d60cf219f4e46703d8be33f3ba0baf", null ],
    [ "operator>=", "time_8hpp.html#a9c425588c793c8143c29196eb0ef7233", null ],
    [ "earlier", "time_8hpp.html#a13bf6f8ddc19f862d8edbcc881da5740", null ],
    [ "saturated", "time_8hpp.html#a51ac21ca14611897e7771c98dd563bd3", null ],
    [ "clamped", "time_8hpp.html#ad3c7a1900b4989205de78e62f316ce2c", null ],
    [ "clamped", "time_8hpp.html#ad1a0985de83532f040b6488bd36e695e", null ],
    [ "shorter", "time_8hpp.html#adf5a2c556d68a2b51956242c4d88bf58", null ],
    [ "longer", "time_8hpp.html#af79ab7b5d875a69b71d63fe1b6eacb54", null ],
    [ "later", "time_8hpp.html#ac6ef84e8a707343f9b202b5ba70aa590", null ],
    [ "later", "time_8hpp.html#aaa5fe9b41f3b86b042087b2cad506d21", null ],
    [ "later", "time_8hpp.html#a1f4c1495fab59a00757be227ff44ff52", null ],
    [ "left", "time_8hpp.html#a57e29b93aceff1a46a18f2306e3e3c67", null ],
    [ "milliseconds_within", "time_8hpp.html#a2880a4fd21889a59a85fc6b25171a537", null ],
    [ "milliseconds_around", "time_8hpp.html#ad3a652037afbb6ce0713f1c9da5fd0af", null ],
    [ "milliseconds_left", "time_8hpp.html#a81a710c5ffc2fd00aa41afbf723b9ca3", null ]
];