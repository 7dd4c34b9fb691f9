var version_8hpp =
[
    [ "KEYTURN_VERSION_MAJOR", "version_8hpp.html#ab7d7a1b55256cef4075b953268e6ed37", null ],
    [ "KEYTURN_VERSION_MINOR", "version_8hpp.html#a93a904e204ecf88f3ae294b6540be6f7", null ],
    [ "KEYTURN_VERSION_PATCH", "version_8hpp.html#a83ada6178cc2f03ea58014ab85abc920", null ]
];