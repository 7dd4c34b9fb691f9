var structkeyturn_1_1testing_1_1TraceRecord =
[
    [ "Kind", "structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5b", [
      [ "call", "structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba53b9e9679a8ea25880376080b76f98ad", null ],
      [ "request", "structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba10573b873d2fa5a365d558a45e328e47", null ],
      [ "auth_request", "structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba35b2f9abbf34ad738547e191965d386c", null ],
      [ "storage", "structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5baddecebdea58b5f264d27f1f7909bab74", null ],
      [ "event", "structkeyturn_1_1testing_1_1TraceRecord.html#aa10c9e8951b8ccf714a59ec321bdac5ba4119639092e62c55ea8be348e4d9260d", null ]
    ] ],
    [ "outcome", "structkeyturn_1_1testing_1_1TraceRecord.html#a6d2447983fd418229f9899ea83c55ad7", null ],
    [ "detail", "structkeyturn_1_1testing_1_1TraceRecord.html#a06f18b7e05b64c4ff0d03f07ae379a68", null ],
    [ "ended", "structkeyturn_1_1testing_1_1TraceRecord.html#a9942ee7a280707a0517783c083c8476b", null ]
];