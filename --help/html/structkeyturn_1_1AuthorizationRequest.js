var structkeyturn_1_1AuthorizationRequest =
[
    [ "redirect_uri", "structkeyturn_1_1AuthorizationRequest.html#a50b55ddcc9c14840c54553f90f182749", null ],
    [ "state", "structkeyturn_1_1AuthorizationRequest.html#a07d8e5d100adf132824424a74b2fd233", null ],
    [ "code_challenge", "structkeyturn_1_1AuthorizationRequest.html#acb4a4c150b21542f38c0139cadde4e66", null ],
    [ "nonce", "structkeyturn_1_1AuthorizationRequest.html#afc8ad9b911483c193d9f11f50cf3607b", null ],
    [ "scope", "structkeyturn_1_1AuthorizationRequest.html#a28325318ffba73a50a21416f839f9f2f", null ],
    [ "extra", "structkeyturn_1_1AuthorizationRequest.html#ac23e88dd9d7e8eb0d0735556ed36e8ab", null ]
];