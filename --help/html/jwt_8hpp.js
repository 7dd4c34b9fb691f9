var jwt_8hpp =
[
    [ "jwt_expiry", "jwt_8hpp.html#aa29a095c6df0526ae0a253ac7657b542", null ]
];