var namespacekeyturn_1_1testing =
[
    [ "BasicFakeAuthServer", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html", "classkeyturn_1_1testing_1_1BasicFakeAuthServer" ],
    [ "Check", "structkeyturn_1_1testing_1_1Check.html", "structkeyturn_1_1testing_1_1Check" ],
    [ "CheckReport", "classkeyturn_1_1testing_1_1CheckReport.html", "classkeyturn_1_1testing_1_1CheckReport" ],
    [ "FakeAuthServerConfig", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html", "structkeyturn_1_1testing_1_1FakeAuthServerConfig" ],
    [ "Fault", "structkeyturn_1_1testing_1_1Fault.html", "structkeyturn_1_1testing_1_1Fault" ],
    [ "Findings", "classkeyturn_1_1testing_1_1Findings.html", "classkeyturn_1_1testing_1_1Findings" ],
    [ "FlakyStorage", "classkeyturn_1_1testing_1_1FlakyStorage.html", "classkeyturn_1_1testing_1_1FlakyStorage" ],
    [ "LoopbackConnection", "classkeyturn_1_1testing_1_1LoopbackConnection.html", "classkeyturn_1_1testing_1_1LoopbackConnection" ],
    [ "LoopbackServer", "classkeyturn_1_1testing_1_1LoopbackServer.html", "classkeyturn_1_1testing_1_1LoopbackServer" ],
    [ "Manual", "classkeyturn_1_1testing_1_1Manual.html", "classkeyturn_1_1testing_1_1Manual" ],
    [ "ManualClock", "classkeyturn_1_1testing_1_1ManualClock.html", "classkeyturn_1_1testing_1_1ManualClock" ],
    [ "ReceivedRequest", "structkeyturn_1_1testing_1_1ReceivedRequest.html", "structkeyturn_1_1testing_1_1ReceivedRequest" ],
    [ "ScriptedTransport", "classkeyturn_1_1testing_1_1ScriptedTransport.html", "classkeyturn_1_1testing_1_1ScriptedTransport" ],
    [ "Trace", "classkeyturn_1_1testing_1_1Trace.html", "classkeyturn_1_1testing_1_1Trace" ],
    [ "TracedStorage", "classkeyturn_1_1testing_1_1TracedStorage.html", null ],
    [ "TracedTransport", "classkeyturn_1_1testing_1_1TracedTransport.html", null ],
    [ "TraceJson", "classkeyturn_1_1testing_1_1TraceJson.html", "classkeyturn_1_1testing_1_1TraceJson" ],
    [ "TraceLane", "structkeyturn_1_1testing_1_1TraceLane.html", "structkeyturn_1_1testing_1_1TraceLane" ],
    [ "TraceRecord", "structkeyturn_1_1testing_1_1TraceRecord.html", "structkeyturn_1_1testing_1_1TraceRecord" ],
    [ "TraceRecorder", "classkeyturn_1_1testing_1_1TraceRecorder.html", "classkeyturn_1_1testing_1_1TraceRecorder" ],
    [ "TraceSpan", "classkeyturn_1_1testing_1_1TraceSpan.html", "classkeyturn_1_1testing_1_1TraceSpan" ],
    [ "FakeAuthServer", "namespacekeyturn_1_1testing.html#ac0629c306b78b4d4d42a242ae8fc4027", null ],
    [ "Rotation", "namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9", [
      [ "idempotent", "namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9a579ef30b5aa1632d360fb53065f2ccda", null ],
      [ "strict", "namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9a2133fd717402a7966ee88d06f9e0b792", null ],
      [ "none", "namespacekeyturn_1_1testing.html#a4940d1dc528122726d2c8c475657e1a9a334c4a4c42fdb79d7ebc3e73b517e6f8", null ]
    ] ],
    [ "StorageOperation", "namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cb", [
      [ "load", "namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cbaec4d1eb36b22d19728e9d1d23ca84d1c", null ],
      [ "save", "namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cba43781db5c40ecc39fd718685594f0956", null ],
      [ "erase", "namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cba26eb25b14d930f9d5f59b2c50798a9a4", null ],
      [ "lock", "namespacekeyturn_1_1testing.html#a5413efec30c0dc1419d8d82a980ed4cbadce7c4174ce9323904a934a486c41288", null ]
    ] ],
    [ "describe", "namespacekeyturn_1_1testing.html#a15c3964c437a8d6070ec4fb7f285507f", null ],
    [ "check_storage", "namespacekeyturn_1_1testing.html#aca3a10f8c6cfe6f1e24c5ba6e34814e4", null ],
    [ "check_transport", "namespacekeyturn_1_1testing.html#a9489021eb3c09c4d6052e98d4a137b7d", null ],
    [ "check_transport", "namespacekeyturn_1_1testing.html#ae61bf5dc2e505f03b971f3eca6d548c0", null ],
    [ "http_date", "namespacekeyturn_1_1testing.html#a9e62000f49e4dc0593f757761e901347", null ]
];