var memory__storage_8hpp =
[
    [ "MemoryStorage", "classkeyturn_1_1MemoryStorage.html", "classkeyturn_1_1MemoryStorage" ]
];