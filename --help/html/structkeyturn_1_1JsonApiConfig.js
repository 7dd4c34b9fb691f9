var structkeyturn_1_1JsonApiConfig =
[
    [ "base_url", "structkeyturn_1_1JsonApiConfig.html#a6120129a500ee5f5fb32836c1ad5bbc0", null ],
    [ "login_path", "structkeyturn_1_1JsonApiConfig.html#a2cb74d8af939672f883d452abe81e391", null ],
    [ "refresh_path", "structkeyturn_1_1JsonApiConfig.html#aec85c9b1a97bbf01a2605e615b711770", null ],
    [ "logout_path", "structkeyturn_1_1JsonApiConfig.html#ae920d73bf6a681a0d0aff763b7f04143", null ],
    [ "sends", "structkeyturn_1_1JsonApiConfig.html#a8f365b2cf7e9bd0d453054e66f6ac38b", null ],
    [ "reads", "structkeyturn_1_1JsonApiConfig.html#a80aea26fb454f0e08724970b7b237445", null ],
    [ "expires_unit", "structkeyturn_1_1JsonApiConfig.html#aa4ff9f6729417cba6c632c7003fcc6cc", null ],
    [ "login_extra", "structkeyturn_1_1JsonApiConfig.html#ae4bfbbade4a644bd182bdf6e6641097d", null ],
    [ "refresh_extra", "structkeyturn_1_1JsonApiConfig.html#af54963f85988713e0d374fe7bf005428", null ],
    [ "logout_extra", "structkeyturn_1_1JsonApiConfig.html#a9a226a7240c496aa4d8c2a67e3d720ee", null ],
    [ "definitive_errors", "structkeyturn_1_1JsonApiConfig.html#ae8d6f0263e062196983bc11131beb2a1", null ],
    [ "refresh_token_cookie", "structkeyturn_1_1JsonApiConfig.html#a0bfe0cecf010b3933ef28e365072dd4f", null ],
    [ "definitive_statuses", "structkeyturn_1_1JsonApiConfig.html#affb6f90d42048ea9ff11ed5a1bce56fc", null ],
    [ "bare_401_is_definitive", "structkeyturn_1_1JsonApiConfig.html#adbb7e847d108fd8444b26a640df4db30", null ],
    [ "expired_error", "structkeyturn_1_1JsonApiConfig.html#a19b7a949ce6925940bc4751e001cc251", null ],
    [ "superseded_error", "structkeyturn_1_1JsonApiConfig.html#ab014008536508cd8f8437bbf7a2014a4", null ],
    [ "unknown_outcome", "structkeyturn_1_1JsonApiConfig.html#a909bb92e5c5ca4924f40694edfb7d05f", null ]
];