var structkeyturn_1_1testing_1_1FakeAuthServerConfig =
[
    [ "origin", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a985c304e5c2ab9a0895677493d4cbd0d", null ],
    [ "username", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a7d7441eae4cf94f38c47a1598b8ca759", null ],
    [ "password", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a36531f1b290721250b384bbae34f9f1f", null ],
    [ "code", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a40036ceeca10849cabe2f0d92ffda83d", null ],
    [ "access_ttl", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#acfb12c9f5ff2d9bf232974b8d8061223", null ],
    [ "refresh_ttl", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#ae021a53635e7b011614e1faff66794b6", null ],
    [ "rotation", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#a892c274d76368b44189e47bfa5dc8ba3", null ],
    [ "wall", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html#ad36c0acdb743861dd7e907a92e97db67", null ]
];