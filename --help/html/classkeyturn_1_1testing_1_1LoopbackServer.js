var classkeyturn_1_1testing_1_1LoopbackServer =
[
    [ "Script", "classkeyturn_1_1testing_1_1LoopbackServer.html#afbdeb935d092f6dfa33607b155e23358", null ],
    [ "LoopbackServer", "classkeyturn_1_1testing_1_1LoopbackServer.html#a74c402336cd8a9bbebcfb980a555d3cc", null ],
    [ "authority", "classkeyturn_1_1testing_1_1LoopbackServer.html#a446b2a0372220a616ba74f6c99ac6b22", null ],
    [ "url", "classkeyturn_1_1testing_1_1LoopbackServer.html#afba3ae6563cedeed1cc901d5d7e0bc41", null ],
    [ "connections", "classkeyturn_1_1testing_1_1LoopbackServer.html#abb9cb5391728a9ace7dd978a6dc53cba", null ],
    [ "requests", "classkeyturn_1_1testing_1_1LoopbackServer.html#a4b7d56c2ea38e868df85c41cd4455bea", null ],
    [ "last", "classkeyturn_1_1testing_1_1LoopbackServer.html#a94e881b79043d7f50d97a3f4caa320a9", null ]
];