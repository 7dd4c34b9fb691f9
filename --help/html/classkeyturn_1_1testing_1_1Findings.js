var classkeyturn_1_1testing_1_1Findings =
[
    [ "expect", "classkeyturn_1_1testing_1_1Findings.html#ae52643b1b2b16561ef9d7c593fb587d4", null ],
    [ "skip", "classkeyturn_1_1testing_1_1Findings.html#a1e50c57b721a0ba637cbdb930f98978a", null ],
    [ "passed", "classkeyturn_1_1testing_1_1Findings.html#aa2a85b02933ddc39a5121f7d9ecbb4df", null ],
    [ "seen", "classkeyturn_1_1testing_1_1Findings.html#aa5bb12ac705631e2a9cc40346c2bbdd6", null ]
];