var structkeyturn_1_1Header =
[
    [ "name", "structkeyturn_1_1Header.html#a9b45b3e13bd9167aab02e17e08916231", null ],
    [ "value", "structkeyturn_1_1Header.html#a5c33da5929c9f2f9ef8d006d2350e6ec", null ]
];