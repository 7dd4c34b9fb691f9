var structkeyturn_1_1testing_1_1ReceivedRequest =
[
    [ "connection", "structkeyturn_1_1testing_1_1ReceivedRequest.html#a7f772bee4d587a325a0903a1d4ced127", null ],
    [ "method", "structkeyturn_1_1testing_1_1ReceivedRequest.html#a60504f0e385a777dd9bf0efe4c2744f9", null ],
    [ "target", "structkeyturn_1_1testing_1_1ReceivedRequest.html#aa139e7c7d968328493be1eaea54c5193", null ],
    [ "headers", "structkeyturn_1_1testing_1_1ReceivedRequest.html#a227d0a80715b306fe9a3afa18457cfdd", null ],
    [ "body", "structkeyturn_1_1testing_1_1ReceivedRequest.html#a22ffc871c8cdced782372446356096a5", null ]
];