var structkeyturn_1_1KeychainOptions =
[
    [ "may_prompt", "structkeyturn_1_1KeychainOptions.html#a6bc777c08c1793ff520eca46df502ac4", null ],
    [ "time_limit", "structkeyturn_1_1KeychainOptions.html#a79ea59c8feab534806878746332b0b68", null ]
];