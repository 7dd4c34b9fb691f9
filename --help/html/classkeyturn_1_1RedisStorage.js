var classkeyturn_1_1RedisStorage =
[
    [ "Lock", "classkeyturn_1_1RedisStorage.html#a3c1b675e820fcffbe7bd5fa7d392b893", null ],
    [ "Watch", "classkeyturn_1_1RedisStorage.html#aa0b1978787114a3b96bcbfa4caaa4f81", null ],
    [ "RedisStorage", "classkeyturn_1_1RedisStorage.html#adb13f1dc44e73b86ce030fa23d1fd1aa", null ],
    [ "load", "classkeyturn_1_1RedisStorage.html#a6193cd7d86a1ab42108eb3008488059e", null ],
    [ "save", "classkeyturn_1_1RedisStorage.html#a4dbbc13779b80fe551b5a4068a6867b4", null ],
    [ "erase", "classkeyturn_1_1RedisStorage.html#a1eed764d3d779275373b691c01ae0f0e", null ],
    [ "lock", "classkeyturn_1_1RedisStorage.html#af9deccfc823b74542a68e5529c81c1e4", null ],
    [ "watch", "classkeyturn_1_1RedisStorage.html#ab5486c2e8165c0aff80013e23ed8603e", null ]
];