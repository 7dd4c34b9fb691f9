var device__polling_8hpp =
[
    [ "DevicePolling", "classkeyturn_1_1DevicePolling.html", "classkeyturn_1_1DevicePolling" ]
];