var scripted__transport_8hpp =
[
    [ "ScriptedTransport", "classkeyturn_1_1testing_1_1ScriptedTransport.html", "classkeyturn_1_1testing_1_1ScriptedTransport" ],
    [ "ScriptedTransport::Seen", "structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen.html", "structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen" ]
];