var authorization_8hpp =
[
    [ "AuthorizationRequest", "structkeyturn_1_1AuthorizationRequest.html", "structkeyturn_1_1AuthorizationRequest" ],
    [ "AuthorizationAnswer", "structkeyturn_1_1AuthorizationAnswer.html", "structkeyturn_1_1AuthorizationAnswer" ],
    [ "authorization_url", "authorization_8hpp.html#abc63ffd820d15b28f574c4d3d329a7eb", null ],
    [ "read_callback", "authorization_8hpp.html#af971ea079e54b0089ecc6134016a4ad9", null ],
    [ "check_callback", "authorization_8hpp.html#aea07325cbb1af9ccc92fcfdbef81d4d6", null ]
];