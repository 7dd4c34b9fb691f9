var oauth2__config_8hpp =
[
    [ "OAuth2Config", "structkeyturn_1_1OAuth2Config.html", "structkeyturn_1_1OAuth2Config" ],
    [ "AuthorizationCode", "structkeyturn_1_1AuthorizationCode.html", "structkeyturn_1_1AuthorizationCode" ],
    [ "ClientCredentials", "structkeyturn_1_1ClientCredentials.html", null ],
    [ "DeviceCode", "structkeyturn_1_1DeviceCode.html", "structkeyturn_1_1DeviceCode" ],
    [ "RefreshToken", "structkeyturn_1_1RefreshToken.html", "structkeyturn_1_1RefreshToken" ],
    [ "ClientAuth", "oauth2__config_8hpp.html#a14d5dc401297675ab54ba9381bc1483b", [
      [ "none", "oauth2__config_8hpp.html#a14d5dc401297675ab54ba9381bc1483ba334c4a4c42fdb79d7ebc3e73b517e6f8", null ],
      [ "basic", "oauth2__config_8hpp.html#a14d5dc401297675ab54ba9381bc1483baf17aaabc20bfe045075927934fed52d2", null ],
      [ "post", "oauth2__config_8hpp.html#a14d5dc401297675ab54ba9381bc1483ba42b90196b487c54069097a68fe98ab6f", null ]
    ] ],
    [ "default_oauth2_errors", "oauth2__config_8hpp.html#a9d27508462e3b0f6cea713137fd20733", null ]
];