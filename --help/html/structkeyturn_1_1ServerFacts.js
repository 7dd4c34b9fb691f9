var structkeyturn_1_1ServerFacts =
[
    [ "Speaks", "structkeyturn_1_1ServerFacts.html#a3858878f50b05f9acbbc612590954f0a", [
      [ "oauth2", "structkeyturn_1_1ServerFacts.html#a3858878f50b05f9acbbc612590954f0aada0048d0899c4f123beb9593706b9f14", null ],
      [ "json", "structkeyturn_1_1ServerFacts.html#a3858878f50b05f9acbbc612590954f0aa466deec76ecdf5fca6d38571f6324d54", null ]
    ] ],
    [ "name", "structkeyturn_1_1ServerFacts.html#a559aae3a7fdbb3dd9c919b528646f392", null ],
    [ "speaks", "structkeyturn_1_1ServerFacts.html#a80ffdeea276d74d3274d5f375ce4b3b9", null ],
    [ "base", "structkeyturn_1_1ServerFacts.html#ac032d6d742c5dabb994ce475e4e3fd4b", null ],
    [ "unconfirmed", "structkeyturn_1_1ServerFacts.html#a8daf321f9c1e671cda4f5b5f1c5d06f3", null ],
    [ "authorization_endpoint", "structkeyturn_1_1ServerFacts.html#aa1b993f863dc9ba12bc3e5774eeae592", null ],
    [ "token_endpoint", "structkeyturn_1_1ServerFacts.html#abd7fe691750eaa29ea2d0c358304759c", null ],
    [ "device_authorization_endpoint", "structkeyturn_1_1ServerFacts.html#a577b07fae33d8b92ccbdd4de6a09f88c", null ],
    [ "token_type_aliases", "structkeyturn_1_1ServerFacts.html#ab1f3776538ca71bfb1ba06970bfa3ee0", null ],
    [ "login_path", "structkeyturn_1_1ServerFacts.html#a288ceff7fedac4a5190c8bac3590573b", null ],
    [ "refresh_path", "structkeyturn_1_1ServerFacts.html#a642e965544edcd75529cedf90d798a00", null ],
    [ "logout_path", "structkeyturn_1_1ServerFacts.html#a46aef74d1194a1437c772b29e2fe8e53", null ],
    [ "sends_username", "structkeyturn_1_1ServerFacts.html#a26b5b278ce98eb487353ccecee5f4e0a", null ],
    [ "sends_refresh_token", "structkeyturn_1_1ServerFacts.html#a3fec03b549c1372ad57a077d7ff12377", null ],
    [ "extra_name", "structkeyturn_1_1ServerFacts.html#a917f6748dda386d3e24b82e9797f9e5d", null ],
    [ "extra_value", "structkeyturn_1_1ServerFacts.html#a23a58fdd3518a3d0e4df69424f96d71e", null ],
    [ "expired_error", "structkeyturn_1_1ServerFacts.html#aaef1f4842384c9e335e77e5bf64e6791", null ],
    [ "expires_unit", "structkeyturn_1_1ServerFacts.html#aa4ff9f6729417cba6c632c7003fcc6cc", null ],
    [ "access_token", "structkeyturn_1_1ServerFacts.html#a76dbc414e1cbe4bbdea7d62f10b8b230", null ],
    [ "refresh_token", "structkeyturn_1_1ServerFacts.html#a9c1801a136cc02c9e55471e87513fa64", null ],
    [ "expires", "structkeyturn_1_1ServerFacts.html#a07155272be5c9fbee99afcda1ef68520", null ],
    [ "refresh_expires", "structkeyturn_1_1ServerFacts.html#a7dc7e383322b5416cadb83613def9508", null ],
    [ "error", "structkeyturn_1_1ServerFacts.html#a4c00738cb0e63b0050b8ae9937aaeee7", null ],
    [ "definitive_errors", "structkeyturn_1_1ServerFacts.html#aabf55bfe745af4c576c37108eaf3d925", null ],
    [ "rule", "structkeyturn_1_1ServerFacts.html#ac065b09d03343bb74c115bc475d28331", null ],
    [ "window", "structkeyturn_1_1ServerFacts.html#a326a1c15b630425db64983cb5e21b18d", null ]
];