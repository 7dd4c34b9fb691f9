var classkeyturn_1_1Result_3_01void_01_4 =
[
    [ "value_type", "classkeyturn_1_1Result_3_01void_01_4.html#abe3a6c0f48f358556e6527ca54021cff", null ],
    [ "error_type", "classkeyturn_1_1Result_3_01void_01_4.html#a2360efbcdc5d7604c6d112b8352ff64f", null ],
    [ "Result", "classkeyturn_1_1Result_3_01void_01_4.html#af19a31edc4c28be4e80a2f56cc3717e0", null ],
    [ "Result", "classkeyturn_1_1Result_3_01void_01_4.html#acd5b14592db1cea94c1e659fb34b521c", null ],
    [ "Result", "classkeyturn_1_1Result_3_01void_01_4.html#aa52e7a9f03773cc6abe825617d959ce1", null ],
    [ "has_value", "classkeyturn_1_1Result_3_01void_01_4.html#a86b749ce2c4bc627fa8a1fcfaf0e314f", null ],
    [ "operator bool", "classkeyturn_1_1Result_3_01void_01_4.html#a420e60e9788bfa3b52aa3aab72ea3a5e", null ],
    [ "operator*", "classkeyturn_1_1Result_3_01void_01_4.html#aed449f3e3c416c4b91000fb01a97eda2", null ],
    [ "value", "classkeyturn_1_1Result_3_01void_01_4.html#a8e56cd50056056012213135fed7ac57e", null ],
    [ "emplace", "classkeyturn_1_1Result_3_01void_01_4.html#a788ddce7de15b8459f13814ac720188b", null ],
    [ "error", "classkeyturn_1_1Result_3_01void_01_4.html#ab21f9191014e7223eb9473081c3ffc78", null ],
    [ "error", "classkeyturn_1_1Result_3_01void_01_4.html#adf1f4b235633364444342d9e413a0ba9", null ],
    [ "error", "classkeyturn_1_1Result_3_01void_01_4.html#acbe560013e542fdf2d63054a8219312d", null ],
    [ "and_then", "classkeyturn_1_1Result_3_01void_01_4.html#a81212aa5b5cffcef8d210e90ae13cf15", null ],
    [ "transform", "classkeyturn_1_1Result_3_01void_01_4.html#a037dd1606297df541f35cb7106203f42", null ],
    [ "or_else", "classkeyturn_1_1Result_3_01void_01_4.html#ad039689c16690aadd67ec3364d365c35", null ],
    [ "transform_error", "classkeyturn_1_1Result_3_01void_01_4.html#a52de1c07ae695ac3ebade4bf95a4e487", null ],
    [ "operator==", "classkeyturn_1_1Result_3_01void_01_4.html#afd5fb5a99bb938b38af564b350460238", null ]
];