var classkeyturn_1_1BadResult =
[
    [ "BadResult", "classkeyturn_1_1BadResult.html#a42fddbd34d7af4fea3de9058b0958df7", null ],
    [ "error", "classkeyturn_1_1BadResult.html#aba8a69a5fe7ee487acbf0c04556a5c9b", null ],
    [ "what", "classkeyturn_1_1BadResult.html#abf843cbb29dec939d0731e491bab6f70", null ]
];