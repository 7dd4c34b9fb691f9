var classkeyturn_1_1testing_1_1TraceJson =
[
    [ "TraceJson", "classkeyturn_1_1testing_1_1TraceJson.html#a08ee65a620c22337b29225ba0bb15b6e", null ],
    [ "text", "classkeyturn_1_1testing_1_1TraceJson.html#a637ad55a86f1841ccb941ba08d1fc8b0", null ]
];