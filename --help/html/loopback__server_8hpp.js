var loopback__server_8hpp =
[
    [ "ReceivedRequest", "structkeyturn_1_1testing_1_1ReceivedRequest.html", "structkeyturn_1_1testing_1_1ReceivedRequest" ],
    [ "LoopbackConnection", "classkeyturn_1_1testing_1_1LoopbackConnection.html", "classkeyturn_1_1testing_1_1LoopbackConnection" ],
    [ "LoopbackServer", "classkeyturn_1_1testing_1_1LoopbackServer.html", "classkeyturn_1_1testing_1_1LoopbackServer" ]
];