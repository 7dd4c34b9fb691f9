var classkeyturn_1_1testing_1_1Manual =
[
    [ "Condition", "classkeyturn_1_1testing_1_1Manual_1_1Condition.html", "classkeyturn_1_1testing_1_1Manual_1_1Condition" ],
    [ "Mutex", "classkeyturn_1_1testing_1_1Manual.html#acded863dbfdd730829d4188d67eefcf0", null ],
    [ "Manual", "classkeyturn_1_1testing_1_1Manual.html#a27fe6c8152479494de7f3becb6872d01", null ],
    [ "now", "classkeyturn_1_1testing_1_1Manual.html#aa2114d2636f6ac6f4ea19a54efabf57d", null ],
    [ "wall", "classkeyturn_1_1testing_1_1Manual.html#aaabe4d529fc9b59fe91d3b4684210cb1", null ],
    [ "random", "classkeyturn_1_1testing_1_1Manual.html#aef6991dbcc33f8f34a508708747b36d2", null ]
];