var structkeyturn_1_1testing_1_1TraceLane =
[
    [ "number", "structkeyturn_1_1testing_1_1TraceLane.html#a99cb6782c65a84255b51bea9221f5103", null ]
];