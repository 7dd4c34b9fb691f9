var classkeyturn_1_1Hosted_1_1Condition =
[
    [ "wait", "classkeyturn_1_1Hosted_1_1Condition.html#aaa35b456640d444e54a4143d507fdf97", null ],
    [ "wait_until", "classkeyturn_1_1Hosted_1_1Condition.html#a4022285140b4963c378b6a0757177394", null ],
    [ "notify_all", "classkeyturn_1_1Hosted_1_1Condition.html#a04530b5c90bfd5ca268712b1e93df4d8", null ]
];