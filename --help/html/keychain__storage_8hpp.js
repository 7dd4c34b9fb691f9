var keychain__storage_8hpp =
[
    [ "BasicKeychainStorage< Files, Sealed, Keys >", "classkeyturn_1_1BasicKeychainStorage.html", "classkeyturn_1_1BasicKeychainStorage" ],
    [ "keyturn::Keychain", "conceptkeyturn_1_1Keychain.html", null ]
];