var trace_8hpp =
[
    [ "TracedTransport< T >", "classkeyturn_1_1testing_1_1TracedTransport.html", null ],
    [ "TracedStorage< S >", "classkeyturn_1_1testing_1_1TracedStorage.html", null ],
    [ "Trace", "classkeyturn_1_1testing_1_1Trace.html", "classkeyturn_1_1testing_1_1Trace" ]
];