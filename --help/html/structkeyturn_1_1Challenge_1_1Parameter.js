var structkeyturn_1_1Challenge_1_1Parameter =
[
    [ "name", "structkeyturn_1_1Challenge_1_1Parameter.html#a9b45b3e13bd9167aab02e17e08916231", null ],
    [ "value", "structkeyturn_1_1Challenge_1_1Parameter.html#a5c33da5929c9f2f9ef8d006d2350e6ec", null ]
];