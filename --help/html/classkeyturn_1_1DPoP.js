var classkeyturn_1_1DPoP =
[
    [ "DPoP", "classkeyturn_1_1DPoP.html#a3f529b5a65b90da0212db47caf01708c", null ],
    [ "transport", "classkeyturn_1_1DPoP.html#aa3f5957ddfd5364402642ae6c72ef982", null ],
    [ "storage", "classkeyturn_1_1DPoP.html#a5479fc8265a7539f6163a220ce16f9cf", null ],
    [ "protocol", "classkeyturn_1_1DPoP.html#aaa35908c0e2d565eb2cffc06d87d8bc9", null ]
];