var classkeyturn_1_1Hosted =
[
    [ "Condition", "classkeyturn_1_1Hosted_1_1Condition.html", "classkeyturn_1_1Hosted_1_1Condition" ],
    [ "Mutex", "classkeyturn_1_1Hosted.html#acded863dbfdd730829d4188d67eefcf0", null ],
    [ "now", "classkeyturn_1_1Hosted.html#a11d72d4c807b2fb67bf21da051d42418", null ],
    [ "wall", "classkeyturn_1_1Hosted.html#a8887117cba0ef5d656edd3a2529ff5c6", null ],
    [ "random", "classkeyturn_1_1Hosted.html#a01d9b3e155fcb5ee4ec9356354feb042", null ]
];