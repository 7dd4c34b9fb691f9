var classkeyturn_1_1WinHttpTransport =
[
    [ "send", "classkeyturn_1_1WinHttpTransport.html#aa46ce4deda4b701ae9f5fded41df9ec6", null ]
];