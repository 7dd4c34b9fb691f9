var classkeyturn_1_1DevicePolling =
[
    [ "DevicePolling", "classkeyturn_1_1DevicePolling.html#aecd3cd0c914eab4ab47dcd4aee6c25cd", null ],
    [ "next", "classkeyturn_1_1DevicePolling.html#a72ea0d3461c2c514494257a379ddd246", null ],
    [ "late", "classkeyturn_1_1DevicePolling.html#a40d54a57c44d6279fc70d625daa1c9a5", null ],
    [ "pause", "classkeyturn_1_1DevicePolling.html#a9d61b27773fc5a45b70beb1a6794e8d2", null ],
    [ "answered", "classkeyturn_1_1DevicePolling.html#ad51cc2984fc66b90ff1d075df0c439d6", null ],
    [ "failed", "classkeyturn_1_1DevicePolling.html#a1feabedf545e156ec21ed4157430bed7", null ],
    [ "too_late", "classkeyturn_1_1DevicePolling.html#a93ea60670fdc0154558ffe96a6eadef6", null ],
    [ "slow_down_step", "classkeyturn_1_1DevicePolling.html#a8e493ef29a917b9e057c335e9c5f2040", null ],
    [ "longest_pause", "classkeyturn_1_1DevicePolling.html#a7c1bcaf4051e5994475edd842bfbf668", null ]
];