var structkeyturn_1_1RefreshBudget =
[
    [ "count", "structkeyturn_1_1RefreshBudget.html#a6a9e89d63eb610dfe238b0a840979421", null ],
    [ "window", "structkeyturn_1_1RefreshBudget.html#a0732b023c66c710bc52168c9cf74db5b", null ]
];