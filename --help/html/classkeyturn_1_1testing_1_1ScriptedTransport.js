var classkeyturn_1_1testing_1_1ScriptedTransport =
[
    [ "Seen", "structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen.html", "structkeyturn_1_1testing_1_1ScriptedTransport_1_1Seen" ],
    [ "Answer", "classkeyturn_1_1testing_1_1ScriptedTransport.html#a42a7a1cbb06a39e461bd50192d01488e", null ],
    [ "answer", "classkeyturn_1_1testing_1_1ScriptedTransport.html#ad260681c51072c637f9dd55b3d488a59", null ],
    [ "answer", "classkeyturn_1_1testing_1_1ScriptedTransport.html#aa992b5921bcf4a642b6874486b97e19a", null ],
    [ "then", "classkeyturn_1_1testing_1_1ScriptedTransport.html#acab15bb9ed74bd59082f42437ad4f926", null ],
    [ "seen", "classkeyturn_1_1testing_1_1ScriptedTransport.html#a137262d15faedd06d0cf3893522e3092", null ],
    [ "send", "classkeyturn_1_1testing_1_1ScriptedTransport.html#aa46ce4deda4b701ae9f5fded41df9ec6", null ]
];