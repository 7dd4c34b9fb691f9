var request_8hpp =
[
    [ "Request", "structkeyturn_1_1Request.html", "structkeyturn_1_1Request" ],
    [ "Response", "structkeyturn_1_1Response.html", "structkeyturn_1_1Response" ],
    [ "Auth", "request_8hpp.html#a70317a003ed2f240c80fe0ecd8d13ead", [
      [ "required", "request_8hpp.html#a70317a003ed2f240c80fe0ecd8d13eadaac67ede5a84eb5a1add7ff4440e9a485", null ],
      [ "optional", "request_8hpp.html#a70317a003ed2f240c80fe0ecd8d13eadad57c24f3fe52d16e7169b912dd647f0d", null ],
      [ "none", "request_8hpp.html#a70317a003ed2f240c80fe0ecd8d13eada334c4a4c42fdb79d7ebc3e73b517e6f8", null ]
    ] ],
    [ "is_success", "request_8hpp.html#ad5bb4cb0bc5562eb334f775890f58595", null ]
];