var classkeyturn_1_1testing_1_1BasicFakeAuthServer =
[
    [ "Counts", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts" ],
    [ "Config", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a4c606d5ca6836814a8f2723bf1bde79a", null ],
    [ "BasicFakeAuthServer", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a2e09574e4528343de571c3d2be19def8", null ],
    [ "counts", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#ace5fd32ed1f1fafdf811a1081db6a598", null ],
    [ "notes", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#ad6495a3e116eb301e420645fe110ebb3", null ],
    [ "live_sessions", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a42e0e1e2ae09d0235639deb7d74902f0", null ],
    [ "kill_access_tokens", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a33738a2e316e52f9cef94f2bc9fc16c8", null ],
    [ "revoke_sessions", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a4e12a757225372ed06ee548820f63e64", null ],
    [ "lose_answers", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a000df2d2ca1c5f2643464c4901ad251d", null ],
    [ "instead", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a9bf2a972c7c7aac3e6c5b9e8cd6f99b3", null ],
    [ "before", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#a78687edf4bd3a1527983987cfc59af7f", null ],
    [ "send", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html#aa46ce4deda4b701ae9f5fded41df9ec6", null ]
];