var structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen =
[
    [ "request", "structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen.html#a68268d225f28eeb580103071a868875c", null ],
    [ "body", "structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen.html#a22ffc871c8cdced782372446356096a5", null ]
];