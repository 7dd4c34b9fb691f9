var classkeyturn_1_1testing_1_1LoopbackConnection =
[
    [ "number", "classkeyturn_1_1testing_1_1LoopbackConnection.html#a8c973249a348c1042d91680668cfb725", null ],
    [ "read", "classkeyturn_1_1testing_1_1LoopbackConnection.html#af816873151ddb0126e98bb2f914d8ed5", null ],
    [ "read_head", "classkeyturn_1_1testing_1_1LoopbackConnection.html#af4a5efc4ae214f615fd1a375d380a386", null ],
    [ "read_body", "classkeyturn_1_1testing_1_1LoopbackConnection.html#a9ec0337a8ebb0d863bdb1c20d195387b", null ],
    [ "request", "classkeyturn_1_1testing_1_1LoopbackConnection.html#a177227c391b04e3d142057c2fedcf79d", null ],
    [ "write", "classkeyturn_1_1testing_1_1LoopbackConnection.html#a9f638e73b559034c12dfebd0dd05ceb0", null ],
    [ "wait_for_close", "classkeyturn_1_1testing_1_1LoopbackConnection.html#a449ca6f85c7b68da9e41668763f24584", null ],
    [ "stall", "classkeyturn_1_1testing_1_1LoopbackConnection.html#a4c1fa486ae081a3bd5a588944bd872b0", null ],
    [ "reset", "classkeyturn_1_1testing_1_1LoopbackConnection.html#ad20897c5c8bd47f5d4005989bead0e55", null ]
];