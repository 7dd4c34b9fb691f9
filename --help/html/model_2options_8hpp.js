var model_2options_8hpp =
[
    [ "RefreshBudget", "structkeyturn_1_1RefreshBudget.html", "structkeyturn_1_1RefreshBudget" ],
    [ "Options", "structkeyturn_1_1Options.html", "structkeyturn_1_1Options" ]
];