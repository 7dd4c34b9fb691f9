var testing_8hpp =
[
    [ "FakeAuthServer", "testing_8hpp.html#ac0629c306b78b4d4d42a242ae8fc4027", null ]
];