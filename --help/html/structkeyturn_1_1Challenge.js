var structkeyturn_1_1Challenge =
[
    [ "Parameter", "structkeyturn_1_1Challenge_1_1Parameter.html", "structkeyturn_1_1Challenge_1_1Parameter" ],
    [ "find", "structkeyturn_1_1Challenge.html#af86413dea5dbcf5a7f23850363484126", null ],
    [ "get", "structkeyturn_1_1Challenge.html#a4d5366ec7c5d7dc8507e02b1cc9f06da", null ],
    [ "scheme", "structkeyturn_1_1Challenge.html#ab52ceb3b8f60cc4a2e281ca67619eddd", null ],
    [ "token68", "structkeyturn_1_1Challenge.html#a1637d9f8fb130b7c5f764ac494ecc29d", null ],
    [ "parameters", "structkeyturn_1_1Challenge.html#a657db944a92ec17942fa911b345fc277", null ]
];