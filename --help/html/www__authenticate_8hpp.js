var www__authenticate_8hpp =
[
    [ "Challenge", "structkeyturn_1_1Challenge.html", "structkeyturn_1_1Challenge" ],
    [ "Challenge::Parameter", "structkeyturn_1_1Challenge_1_1Parameter.html", "structkeyturn_1_1Challenge_1_1Parameter" ],
    [ "read_challenges", "www__authenticate_8hpp.html#a4f30e8ad519545c5c237e4408fb3b898", null ],
    [ "find_challenge", "www__authenticate_8hpp.html#a2a8674cf15c7dd552a2148a4eb601227", null ]
];