var classkeyturn_1_1Secret =
[
    [ "Secret", "classkeyturn_1_1Secret.html#a89fea6ae19dba895670d3066fdbe0a56", null ],
    [ "Secret", "classkeyturn_1_1Secret.html#a9322ab88ba1ffcd77b30cc189792a6bd", null ],
    [ "Secret", "classkeyturn_1_1Secret.html#a7c321bc824ed2c161fd6469ae6d31dd1", null ],
    [ "view", "classkeyturn_1_1Secret.html#a445cbc22f4b2317d74dbe71b285b39a3", null ],
    [ "size", "classkeyturn_1_1Secret.html#a4f7434932a5e343fc55ba86506da43c7", null ],
    [ "empty", "classkeyturn_1_1Secret.html#a3f6fc5de06a318920d84f3c3742db07f", null ],
    [ "operator==", "classkeyturn_1_1Secret.html#a64e418f29957fb4129b8cc7b5bee1d66", null ]
];