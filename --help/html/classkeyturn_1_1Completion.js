var classkeyturn_1_1Completion =
[
    [ "Completion", "classkeyturn_1_1Completion.html#a878771edb837f431034d0fb66d52b8c5", null ],
    [ "operator()", "classkeyturn_1_1Completion.html#a743f3d207558651ca8cb432d143bac2c", null ],
    [ "calls", "classkeyturn_1_1Completion.html#acbebb3453460a9eafc01f2453e658b85", null ]
];