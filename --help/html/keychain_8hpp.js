var keychain_8hpp =
[
    [ "KeychainStorage", "keychain_8hpp.html#ae8fb69d5b9e9f6ea217eed84fec24c50", null ]
];