var classkeyturn_1_1BasicJsonApi =
[
    [ "BasicJsonApi", "classkeyturn_1_1BasicJsonApi.html#a453efdc015868e774f72b241217a8593", null ],
    [ "BasicJsonApi", "classkeyturn_1_1BasicJsonApi.html#ae01cf1eb4f5e1d18afa4cccdca026573", null ],
    [ "api_base", "classkeyturn_1_1BasicJsonApi.html#af8b66cb0b25058789531556ca6f0c5b7", null ],
    [ "config", "classkeyturn_1_1BasicJsonApi.html#abc44fbe49c056d3244ed869eff5d87e6", null ],
    [ "unknown_outcome", "classkeyturn_1_1BasicJsonApi.html#aa05e4c48ba56fffebb4280ce666edff3", null ],
    [ "login_request", "classkeyturn_1_1BasicJsonApi.html#ab86d3aed93bb80753ace7d2267e08ff2", null ],
    [ "refresh_request", "classkeyturn_1_1BasicJsonApi.html#aedd6752b33ecd378bbf4df42903f62bd", null ],
    [ "logout_requests", "classkeyturn_1_1BasicJsonApi.html#ab6325d4c0839dbd27d51a16f229d45f9", null ],
    [ "read_tokens", "classkeyturn_1_1BasicJsonApi.html#a9a04574dbe9a31d74a6d49b58f1f6f66", null ],
    [ "error_of", "classkeyturn_1_1BasicJsonApi.html#aa89a3b918fd58120238b2c1377178204", null ],
    [ "refresh_verdict", "classkeyturn_1_1BasicJsonApi.html#a86869e760d2eefdd66efacbbc6fc98df", null ]
];