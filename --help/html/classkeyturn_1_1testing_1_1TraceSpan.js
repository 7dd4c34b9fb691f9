var classkeyturn_1_1testing_1_1TraceSpan =
[
    [ "end", "classkeyturn_1_1testing_1_1TraceSpan.html#a74d2752ae3f795d4b2ffbd9edc3a7a27", null ],
    [ "end", "classkeyturn_1_1testing_1_1TraceSpan.html#a450fb8fa1dd65b9b446530c939f34c7c", null ],
    [ "end", "classkeyturn_1_1testing_1_1TraceSpan.html#a29a031d1a1a29edfa7f03b7e0c3b3852", null ]
];