var classkeyturn_1_1BasicKeychainStorage =
[
    [ "for_app", "classkeyturn_1_1BasicKeychainStorage.html#aea43cd2605b6632fdeb1f24c3aeba114", null ]
];