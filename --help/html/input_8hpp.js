var input_8hpp =
[
    [ "Input", "input_8hpp.html#af36fba88d990077216eca843e0eb1f04", null ]
];