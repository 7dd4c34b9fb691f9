var structkeyturn_1_1OAuth2Config =
[
    [ "issuer", "structkeyturn_1_1OAuth2Config.html#ad59d965e25743c05bc7d063f3ba1ee78", null ],
    [ "authorization_endpoint", "structkeyturn_1_1OAuth2Config.html#ad046c259499107b228e7eb46d355acb6", null ],
    [ "token_endpoint", "structkeyturn_1_1OAuth2Config.html#af26cbf10eddb020a937ad3e3eb3319fb", null ],
    [ "revocation_endpoint", "structkeyturn_1_1OAuth2Config.html#a4d43a54446b5a342d3a7ece54ac43fe7", null ],
    [ "device_authorization_endpoint", "structkeyturn_1_1OAuth2Config.html#a8938637d43092070c7abe6b483c858b1", null ],
    [ "api_base", "structkeyturn_1_1OAuth2Config.html#aafe96acfe2c53af359c01d1b462eb1b2", null ],
    [ "client_id", "structkeyturn_1_1OAuth2Config.html#ab67b34fa420f7897f21924ad16d607c8", null ],
    [ "client_secret", "structkeyturn_1_1OAuth2Config.html#aedba1925b79242a24a190368c1386cc0", null ],
    [ "client_auth", "structkeyturn_1_1OAuth2Config.html#a02d48bd7cc86dbacd77ab5e91289f4ee", null ],
    [ "scope", "structkeyturn_1_1OAuth2Config.html#a28325318ffba73a50a21416f839f9f2f", null ],
    [ "extra", "structkeyturn_1_1OAuth2Config.html#ac23e88dd9d7e8eb0d0735556ed36e8ab", null ],
    [ "definitive_errors", "structkeyturn_1_1OAuth2Config.html#ae8d6f0263e062196983bc11131beb2a1", null ],
    [ "definitive_statuses", "structkeyturn_1_1OAuth2Config.html#affb6f90d42048ea9ff11ed5a1bce56fc", null ],
    [ "userinfo_endpoint", "structkeyturn_1_1OAuth2Config.html#a7732481bed02dbeaeff3d0a1a5fb986c", null ],
    [ "iss_in_callbacks", "structkeyturn_1_1OAuth2Config.html#a9bfca5805f86e2e4569aec9b6698b78f", null ],
    [ "token_type", "structkeyturn_1_1OAuth2Config.html#a6c7525ac183e489b8215e7085dab1014", null ],
    [ "token_type_aliases", "structkeyturn_1_1OAuth2Config.html#a3e0d9e8f6454f6d0f3bab0f05b8c247f", null ],
    [ "reads", "structkeyturn_1_1OAuth2Config.html#a80aea26fb454f0e08724970b7b237445", null ],
    [ "sends_idempotency_key", "structkeyturn_1_1OAuth2Config.html#ad43ae4abceec3124f6c3a2543babe26f", null ],
    [ "unknown_outcome", "structkeyturn_1_1OAuth2Config.html#a909bb92e5c5ca4924f40694edfb7d05f", null ]
];