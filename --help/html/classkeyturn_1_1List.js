var classkeyturn_1_1List =
[
    [ "empty", "classkeyturn_1_1List.html#a3f6fc5de06a318920d84f3c3742db07f", null ],
    [ "size", "classkeyturn_1_1List.html#a4f7434932a5e343fc55ba86506da43c7", null ],
    [ "begin", "classkeyturn_1_1List.html#a4cc2e865cfc549a21ba3d3d176318eac", null ],
    [ "end", "classkeyturn_1_1List.html#a21a324130da93226da42336fd9c02fb9", null ],
    [ "begin", "classkeyturn_1_1List.html#a15bcec819d2250d3025439b7fcdf672a", null ],
    [ "end", "classkeyturn_1_1List.html#a29d14ec2ca1c2d79338d01fba3af40d2", null ],
    [ "first", "classkeyturn_1_1List.html#a3db06d40b249ecdbc8773a903e40a467", null ],
    [ "last", "classkeyturn_1_1List.html#a4f6d72c5167aa8eff8d5310adeeb209c", null ],
    [ "push", "classkeyturn_1_1List.html#ac622d37552bc6265aa11849110c08a44", null ],
    [ "emplace", "classkeyturn_1_1List.html#a1b76629da0a09a016bfd943b6643966a", null ],
    [ "pop", "classkeyturn_1_1List.html#ad702374ab51a03308e76cc7305f42582", null ],
    [ "remove_first", "classkeyturn_1_1List.html#ae4fe603738f89fd6cd37ebd49f7acfd5", null ],
    [ "remove_if", "classkeyturn_1_1List.html#aeee78c1b47a84ccb9e6db9345820d592", null ],
    [ "clear", "classkeyturn_1_1List.html#a03bfacfaaba9195e4498375659f43531", null ],
    [ "operator==", "classkeyturn_1_1List.html#a039983bc2c30b126e17c89267fccbef1", null ]
];