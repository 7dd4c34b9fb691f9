var fake__auth__server_8hpp =
[
    [ "FakeAuthServerConfig", "structkeyturn_1_1testing_1_1FakeAuthServerConfig.html", "structkeyturn_1_1testing_1_1FakeAuthServerConfig" ],
    [ "BasicFakeAuthServer< C >", "classkeyturn_1_1testing_1_1BasicFakeAuthServer.html", "classkeyturn_1_1testing_1_1BasicFakeAuthServer" ],
    [ "BasicFakeAuthServer< C >::Counts", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts.html", "structkeyturn_1_1testing_1_1BasicFakeAuthServer_1_1Counts" ],
    [ "Rotation", "fake__auth__server_8hpp.html#a4940d1dc528122726d2c8c475657e1a9", [
      [ "idempotent", "fake__auth__server_8hpp.html#a4940d1dc528122726d2c8c475657e1a9a579ef30b5aa1632d360fb53065f2ccda", null ],
      [ "strict", "fake__auth__server_8hpp.html#a4940d1dc528122726d2c8c475657e1a9a2133fd717402a7966ee88d06f9e0b792", null ],
      [ "none", "fake__auth__server_8hpp.html#a4940d1dc528122726d2c8c475657e1a9a334c4a4c42fdb79d7ebc3e73b517e6f8", null ]
    ] ]
];