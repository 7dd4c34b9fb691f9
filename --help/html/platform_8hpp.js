var platform_8hpp =
[
    [ "keyturn::Platform", "conceptkeyturn_1_1Platform.html", null ],
    [ "keyturn::OneThread", "conceptkeyturn_1_1OneThread.html", null ],
    [ "explain_platform", "platform_8hpp.html#a065936fab04b8bad5e0e26dfc0b1cdeb", null ],
    [ "read_clocks", "platform_8hpp.html#a2b007fe326361ba9c46fab41f60c3be0", null ]
];