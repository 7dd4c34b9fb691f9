var unknown__outcome_8hpp =
[
    [ "UnknownOutcome", "structkeyturn_1_1UnknownOutcome.html", "structkeyturn_1_1UnknownOutcome" ]
];