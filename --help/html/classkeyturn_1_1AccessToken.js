var classkeyturn_1_1AccessToken =
[
    [ "AccessToken", "classkeyturn_1_1AccessToken.html#a622285dafc91674e0c28a900a4801093", null ],
    [ "value", "classkeyturn_1_1AccessToken.html#a067fa540321de7834c0059896b7800db", null ],
    [ "authorization", "classkeyturn_1_1AccessToken.html#a2a63d57b8b9e6d92119f588697ea064a", null ],
    [ "generation", "classkeyturn_1_1AccessToken.html#a565850494d70bfaba56e24eaa1a074d6", null ],
    [ "epoch", "classkeyturn_1_1AccessToken.html#a03b6d8f7e20cff666aba3e6c00b398a7", null ]
];