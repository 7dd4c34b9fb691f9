var manual_8hpp =
[
    [ "ManualClock", "classkeyturn_1_1testing_1_1ManualClock.html", "classkeyturn_1_1testing_1_1ManualClock" ],
    [ "Manual", "classkeyturn_1_1testing_1_1Manual.html", "classkeyturn_1_1testing_1_1Manual" ],
    [ "Manual::Condition", "classkeyturn_1_1testing_1_1Manual_1_1Condition.html", "classkeyturn_1_1testing_1_1Manual_1_1Condition" ]
];