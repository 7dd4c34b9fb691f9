var device__authorization_8hpp =
[
    [ "DeviceAuthorization", "structkeyturn_1_1DeviceAuthorization.html", "structkeyturn_1_1DeviceAuthorization" ],
    [ "DevicePoll", "structkeyturn_1_1DevicePoll.html", "structkeyturn_1_1DevicePoll" ]
];