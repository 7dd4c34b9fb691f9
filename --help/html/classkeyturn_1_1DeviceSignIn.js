var classkeyturn_1_1DeviceSignIn =
[
    [ "DeviceSignIn", "classkeyturn_1_1DeviceSignIn.html#ae85130113fb5cb2146a1fb63655dad19", null ],
    [ "begin", "classkeyturn_1_1DeviceSignIn.html#ad13f9cc6f76ceee8238289a220fb9903", null ],
    [ "wait", "classkeyturn_1_1DeviceSignIn.html#a2cfbbc814a2f2acefaeb3f9d0f7c1294", null ],
    [ "cancel", "classkeyturn_1_1DeviceSignIn.html#a02d5fa6b14e221f3012a794b905be166", null ]
];