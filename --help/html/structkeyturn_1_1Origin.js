var structkeyturn_1_1Origin =
[
    [ "secure", "structkeyturn_1_1Origin.html#ae5b9c4f4dc3296ef6e0ba61c71d09fc1", null ],
    [ "host", "structkeyturn_1_1Origin.html#a696b1086704b0858059129b61eaa4a9f", null ],
    [ "port", "structkeyturn_1_1Origin.html#a70377a6a7f8e1b5dfd9dbc5f42074e25", null ]
];