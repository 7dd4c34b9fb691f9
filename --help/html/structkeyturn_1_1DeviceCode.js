var structkeyturn_1_1DeviceCode =
[
    [ "device_code", "structkeyturn_1_1DeviceCode.html#a930edb55dcdab5202bf9f1397bb4574a", null ]
];