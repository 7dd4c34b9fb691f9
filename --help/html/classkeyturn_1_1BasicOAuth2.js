var classkeyturn_1_1BasicOAuth2 =
[
    [ "BasicOAuth2", "classkeyturn_1_1BasicOAuth2.html#aac33e77e5b1ac6d74cd0876bdd6b3e85", null ],
    [ "api_base", "classkeyturn_1_1BasicOAuth2.html#af8b66cb0b25058789531556ca6f0c5b7", null ],
    [ "config", "classkeyturn_1_1BasicOAuth2.html#a6a71d8d204077f27a2895b9e4ea8f928", null ],
    [ "unknown_outcome", "classkeyturn_1_1BasicOAuth2.html#aa05e4c48ba56fffebb4280ce666edff3", null ],
    [ "idempotency_key", "classkeyturn_1_1BasicOAuth2.html#a4b460a0aa31b5ef993b642fd71e56465", null ],
    [ "login_request", "classkeyturn_1_1BasicOAuth2.html#ab7a978008ee34871e6cdd13cc92bde60", null ],
    [ "login_request", "classkeyturn_1_1BasicOAuth2.html#a658e0b1abf132c6312d175159f4caa49", null ],
    [ "login_request", "classkeyturn_1_1BasicOAuth2.html#aebb55e29e9f83170d33c6252aeee6786", null ],
    [ "login_request", "classkeyturn_1_1BasicOAuth2.html#aed9d0b24d4cbbd1c564b2c76fd943a3e", null ],
    [ "login_request", "classkeyturn_1_1BasicOAuth2.html#a21f9ccac3b433df6a797dac2609a1d85", null ],
    [ "device_authorization_request", "classkeyturn_1_1BasicOAuth2.html#a20ad214b6b703c50734a85f22a4c2886", null ],
    [ "read_device_authorization", "classkeyturn_1_1BasicOAuth2.html#a24ee2163a7992dad192ab74ca56713b2", null ],
    [ "read_device_poll", "classkeyturn_1_1BasicOAuth2.html#a0c8218d3b3a58076304d500f59de117a", null ],
    [ "refresh_request", "classkeyturn_1_1BasicOAuth2.html#aedd6752b33ecd378bbf4df42903f62bd", null ],
    [ "logout_requests", "classkeyturn_1_1BasicOAuth2.html#ab6325d4c0839dbd27d51a16f229d45f9", null ],
    [ "confirms_logout", "classkeyturn_1_1BasicOAuth2.html#a9a8cd69117c8c538b4be4c3edd8332b9", null ],
    [ "read_tokens", "classkeyturn_1_1BasicOAuth2.html#a9a04574dbe9a31d74a6d49b58f1f6f66", null ],
    [ "implied_tokens", "classkeyturn_1_1BasicOAuth2.html#ad6c126e3cca77ac831ade1687c40b462", null ],
    [ "refresh_verdict", "classkeyturn_1_1BasicOAuth2.html#a86869e760d2eefdd66efacbbc6fc98df", null ],
    [ "error_of", "classkeyturn_1_1BasicOAuth2.html#aa89a3b918fd58120238b2c1377178204", null ]
];