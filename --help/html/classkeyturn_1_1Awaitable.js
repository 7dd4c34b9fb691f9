var classkeyturn_1_1Awaitable =
[
    [ "Awaitable", "classkeyturn_1_1Awaitable.html#a310d1c427ab831b6729c02722027974d", null ],
    [ "await_ready", "classkeyturn_1_1Awaitable.html#a3a4221f9d558f4c787b0305583d47c04", null ],
    [ "await_suspend", "classkeyturn_1_1Awaitable.html#a0c582e72ca5dcb3f7cb6eaa6e4378c8b", null ],
    [ "await_resume", "classkeyturn_1_1Awaitable.html#a659da46a243ff84d08cec0fb65d4c1e3", null ]
];