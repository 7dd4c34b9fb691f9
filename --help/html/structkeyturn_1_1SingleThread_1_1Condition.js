var structkeyturn_1_1SingleThread_1_1Condition =
[
    [ "wait", "structkeyturn_1_1SingleThread_1_1Condition.html#ab6186046673e73d2a3c67641335f3c71", null ],
    [ "wait_until", "structkeyturn_1_1SingleThread_1_1Condition.html#a49b78d552786d7283e3b0127ccab988b", null ],
    [ "notify_all", "structkeyturn_1_1SingleThread_1_1Condition.html#a04530b5c90bfd5ca268712b1e93df4d8", null ]
];