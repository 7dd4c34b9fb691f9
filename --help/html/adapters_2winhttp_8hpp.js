var adapters_2winhttp_8hpp =
[
    [ "WinHttpTransport", "classkeyturn_1_1WinHttpTransport.html", "classkeyturn_1_1WinHttpTransport" ]
];