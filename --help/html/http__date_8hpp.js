var http__date_8hpp =
[
    [ "http_date", "http__date_8hpp.html#a9e62000f49e4dc0593f757761e901347", null ]
];