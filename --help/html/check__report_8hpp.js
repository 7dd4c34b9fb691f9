var check__report_8hpp =
[
    [ "Check", "structkeyturn_1_1testing_1_1Check.html", "structkeyturn_1_1testing_1_1Check" ],
    [ "Findings", "classkeyturn_1_1testing_1_1Findings.html", "classkeyturn_1_1testing_1_1Findings" ],
    [ "CheckReport", "classkeyturn_1_1testing_1_1CheckReport.html", "classkeyturn_1_1testing_1_1CheckReport" ],
    [ "describe", "check__report_8hpp.html#a15c3964c437a8d6070ec4fb7f285507f", null ]
];