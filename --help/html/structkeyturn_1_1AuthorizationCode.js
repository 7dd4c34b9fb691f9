var structkeyturn_1_1AuthorizationCode =
[
    [ "code", "structkeyturn_1_1AuthorizationCode.html#a40036ceeca10849cabe2f0d92ffda83d", null ],
    [ "redirect_uri", "structkeyturn_1_1AuthorizationCode.html#a50b55ddcc9c14840c54553f90f182749", null ],
    [ "code_verifier", "structkeyturn_1_1AuthorizationCode.html#a6deaa12725ed3a45110ff53c961a4b9c", null ]
];