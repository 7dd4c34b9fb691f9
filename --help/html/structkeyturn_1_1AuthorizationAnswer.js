var structkeyturn_1_1AuthorizationAnswer =
[
    [ "code", "structkeyturn_1_1AuthorizationAnswer.html#a40036ceeca10849cabe2f0d92ffda83d", null ],
    [ "state", "structkeyturn_1_1AuthorizationAnswer.html#a07d8e5d100adf132824424a74b2fd233", null ],
    [ "iss", "structkeyturn_1_1AuthorizationAnswer.html#a1be48f3ed64a3839f1bcceabbfe67e27", null ],
    [ "error", "structkeyturn_1_1AuthorizationAnswer.html#a8c94119e5bd6fbde0680ef83f01c9685", null ],
    [ "error_description", "structkeyturn_1_1AuthorizationAnswer.html#af16096de995992cbc4e5aefeb45a0277", null ]
];