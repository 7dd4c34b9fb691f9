var classkeyturn_1_1OneOf =
[
    [ "OneOf", "classkeyturn_1_1OneOf.html#aca8f5894fb50a6475357c45f7e283ae8", null ],
    [ "OneOf", "classkeyturn_1_1OneOf.html#a1eaa7ab7a2b867e1b27b8bb9c94cfd4c", null ],
    [ "is", "classkeyturn_1_1OneOf.html#a61c7e8fee768ec0f7d63de53c0c709bc", null ],
    [ "get", "classkeyturn_1_1OneOf.html#ac92e907949f225105a4bb033a3d6ca5a", null ],
    [ "get", "classkeyturn_1_1OneOf.html#ad413a98f79a5d3a64d95a9b7f8f515b9", null ],
    [ "visit", "classkeyturn_1_1OneOf.html#af46c566a4395bbd11cad04f4bb4ccee8", null ],
    [ "visit", "classkeyturn_1_1OneOf.html#a4883af3aff88a00fadf9b5154377b9c9", null ]
];