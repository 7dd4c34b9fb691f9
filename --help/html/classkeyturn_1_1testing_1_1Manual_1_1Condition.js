var classkeyturn_1_1testing_1_1Manual_1_1Condition =
[
    [ "Condition", "classkeyturn_1_1testing_1_1Manual_1_1Condition.html#aafe973049ce5986bf3c6e4499b5229d3", null ],
    [ "wait", "classkeyturn_1_1testing_1_1Manual_1_1Condition.html#aaa35b456640d444e54a4143d507fdf97", null ],
    [ "wait_until", "classkeyturn_1_1testing_1_1Manual_1_1Condition.html#a4e0d862ce8ef91aa02d91b2dc158eb12", null ],
    [ "notify_all", "classkeyturn_1_1testing_1_1Manual_1_1Condition.html#a04530b5c90bfd5ca268712b1e93df4d8", null ]
];