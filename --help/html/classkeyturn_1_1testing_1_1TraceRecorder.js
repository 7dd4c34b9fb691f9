var classkeyturn_1_1testing_1_1TraceRecorder =
[
    [ "TraceRecorder", "classkeyturn_1_1testing_1_1TraceRecorder.html#af3045b670159acd625bc48b2265d32e7", null ],
    [ "begin", "classkeyturn_1_1testing_1_1TraceRecorder.html#a3435bdc43f10188a43f2cfd552285a83", null ],
    [ "end", "classkeyturn_1_1testing_1_1TraceRecorder.html#a026ce82aa58e36ad8faeca78035a8718", null ],
    [ "add", "classkeyturn_1_1testing_1_1TraceRecorder.html#a44b21fdb4cefbea5bc112784adcbcc1f", null ],
    [ "records", "classkeyturn_1_1testing_1_1TraceRecorder.html#ac5355fef95fcf3ccffd1f9cb709dc912", null ],
    [ "forgotten", "classkeyturn_1_1testing_1_1TraceRecorder.html#a89b06d36ee3533e62936b9f0cddf5a44", null ]
];