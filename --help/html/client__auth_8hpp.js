var client__auth_8hpp =
[
    [ "basic_authorization", "client__auth_8hpp.html#a7a3f50714d2a41a7cd573bb40d7b92a5", null ]
];