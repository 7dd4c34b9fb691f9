var structkeyturn_1_1DeviceAuthorization =
[
    [ "device_code", "structkeyturn_1_1DeviceAuthorization.html#a930edb55dcdab5202bf9f1397bb4574a", null ],
    [ "user_code", "structkeyturn_1_1DeviceAuthorization.html#a500c4b34da23a7b0d629a3bc237c1e3b", null ],
    [ "verification_uri", "structkeyturn_1_1DeviceAuthorization.html#a4d1591a52d7f6b77e2046f753fdb97af", null ],
    [ "verification_uri_complete", "structkeyturn_1_1DeviceAuthorization.html#adaf86328aea7befe43c2e4dce7cc969a", null ],
    [ "expires_in", "structkeyturn_1_1DeviceAuthorization.html#a2a0f5927aa9ff96f52645d7b663c1a05", null ],
    [ "interval", "structkeyturn_1_1DeviceAuthorization.html#a4fe248bc1151c8c715023f8b9cbce8ae", null ]
];