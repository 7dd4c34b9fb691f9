var classkeyturn_1_1BrowserSignIn =
[
    [ "begin", "classkeyturn_1_1BrowserSignIn.html#a97f84e547c8885757bf1f71e5ae31812", null ],
    [ "url", "classkeyturn_1_1BrowserSignIn.html#ad78acda1ee886aae714d476f1ecb9780", null ],
    [ "redirect_uri", "classkeyturn_1_1BrowserSignIn.html#a84bc90469ca88d82fcd4fada21d5c234", null ],
    [ "open_browser", "classkeyturn_1_1BrowserSignIn.html#a5aaa8d740188d5a4aabed5217c621adc", null ],
    [ "poll", "classkeyturn_1_1BrowserSignIn.html#a2805c50c725a40611438f377331ebdca", null ],
    [ "wait", "classkeyturn_1_1BrowserSignIn.html#a17077d0014ad0b178ca9473df323013a", null ],
    [ "answer", "classkeyturn_1_1BrowserSignIn.html#a76b1f8c7d088ad78d7e62be00b8a14ea", null ],
    [ "cancel", "classkeyturn_1_1BrowserSignIn.html#a209a4e37e25451c144910d6f6aa4911e", null ]
];