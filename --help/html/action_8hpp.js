var action_8hpp =
[
    [ "JobId", "action_8hpp.html#a349503dd24d5ab3f9eea34c1f9b22dd9", null ],
    [ "WaiterId", "action_8hpp.html#a66663fad5e816158085e7f9520982ef1", null ],
    [ "RandomBytes", "action_8hpp.html#a295c3c885780d4d8441a72d4d0c9f042", null ],
    [ "SessionId", "action_8hpp.html#aea667e7444f433e9ff09bda9c10fcc83", null ],
    [ "IntentKey", "action_8hpp.html#afd4a0899ca300dd1cdb6ee81840e5101", null ],
    [ "Action", "action_8hpp.html#a61538174cdf09d4335f4394ae0f75b77", null ]
];