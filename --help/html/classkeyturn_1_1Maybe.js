var classkeyturn_1_1Maybe =
[
    [ "Maybe", "classkeyturn_1_1Maybe.html#a8f06256db8c0f8400db40e751445efc2", null ],
    [ "operator=", "classkeyturn_1_1Maybe.html#a316d887d9cf8b96f72a6f2db6e5cb40a", null ],
    [ "has_value", "classkeyturn_1_1Maybe.html#a6988ba57722f67cbb444b0931468282e", null ],
    [ "operator bool", "classkeyturn_1_1Maybe.html#a7990d8e87d9eab2383f94c88c23a6488", null ],
    [ "operator*", "classkeyturn_1_1Maybe.html#a5bdb9df12cd6278b5d04f4471461526f", null ],
    [ "operator*", "classkeyturn_1_1Maybe.html#a2e0a1e011d3f9e7c14edcdb23104bdee", null ],
    [ "operator->", "classkeyturn_1_1Maybe.html#a14850c3aa805565e3457c31270934924", null ],
    [ "operator->", "classkeyturn_1_1Maybe.html#aa4fba0ef4fcf3c31366aa344ac62ddd6", null ],
    [ "value_or", "classkeyturn_1_1Maybe.html#a442bff83ffddb981b2c15a3d935a039a", null ],
    [ "reset", "classkeyturn_1_1Maybe.html#a37d46de7a6eec4a4fc8510dd2ba95771", null ]
];