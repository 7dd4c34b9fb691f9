var mutex__guard_8hpp =
[
    [ "MutexGuard< Mutex >", "classkeyturn_1_1MutexGuard.html", "classkeyturn_1_1MutexGuard" ]
];