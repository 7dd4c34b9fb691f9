var redis__storage_8hpp =
[
    [ "RedisStorage", "classkeyturn_1_1RedisStorage.html", "classkeyturn_1_1RedisStorage" ]
];