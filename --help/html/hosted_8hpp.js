var hosted_8hpp =
[
    [ "Hosted", "classkeyturn_1_1Hosted.html", "classkeyturn_1_1Hosted" ],
    [ "Hosted::Condition", "classkeyturn_1_1Hosted_1_1Condition.html", "classkeyturn_1_1Hosted_1_1Condition" ]
];