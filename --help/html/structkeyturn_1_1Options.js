var structkeyturn_1_1Options =
[
    [ "account", "structkeyturn_1_1Options.html#a2e623a0db7a1fcecac1e89aefb58dcfb", null ],
    [ "allowed_origins", "structkeyturn_1_1Options.html#a45590e5dc655307049beb8c588d8d9d1", null ],
    [ "leeway", "structkeyturn_1_1Options.html#a03fdca3df94e31810034706254348f6e", null ],
    [ "request_timeout", "structkeyturn_1_1Options.html#a2122367bcd763b371767087ab256d984", null ],
    [ "refresh_timeout", "structkeyturn_1_1Options.html#a4ef3115d886d49034440c3b8cc215988", null ],
    [ "logout_timeout", "structkeyturn_1_1Options.html#a57cec0914c40b75f1b7a1b1bca45e2ec", null ],
    [ "lock_patience", "structkeyturn_1_1Options.html#ad916bf149d1dbb96d26c37c03ba7663d", null ],
    [ "max_response", "structkeyturn_1_1Options.html#a8bed2b09e2976f4864632449f619d3b2", null ],
    [ "max_token_answer", "structkeyturn_1_1Options.html#a2d6fb54ae06e00a8a35e51189b6d5cc4", null ],
    [ "refresh_budget", "structkeyturn_1_1Options.html#a12597d0e2aa9b5332e70f88ffab1acfb", null ],
    [ "refresh_attempts", "structkeyturn_1_1Options.html#a52947e2248ad4b3e60229553785b63ee", null ]
];