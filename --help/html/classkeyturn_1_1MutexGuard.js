var classkeyturn_1_1MutexGuard =
[
    [ "MutexGuard", "classkeyturn_1_1MutexGuard.html#a72577d0ea01f7607a671de23cc54eb06", null ]
];