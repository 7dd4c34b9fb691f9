var classkeyturn_1_1testing_1_1ManualClock =
[
    [ "now", "classkeyturn_1_1testing_1_1ManualClock.html#aa2114d2636f6ac6f4ea19a54efabf57d", null ],
    [ "wall", "classkeyturn_1_1testing_1_1ManualClock.html#aaabe4d529fc9b59fe91d3b4684210cb1", null ],
    [ "advance", "classkeyturn_1_1testing_1_1ManualClock.html#aeaaab986030604307320f9d2c1edfb99", null ],
    [ "set_wall", "classkeyturn_1_1testing_1_1ManualClock.html#ab41a97cd1e69b075f1cee208b27613ba", null ],
    [ "advance_to", "classkeyturn_1_1testing_1_1ManualClock.html#a625382af25e5b6e0dab5dd7db180f137", null ]
];