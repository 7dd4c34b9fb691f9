var structkeyturn_1_1RedisOptions =
[
    [ "host", "structkeyturn_1_1RedisOptions.html#a696b1086704b0858059129b61eaa4a9f", null ],
    [ "port", "structkeyturn_1_1RedisOptions.html#a63c89c04d1feae07ca35558055155ffb", null ],
    [ "unix_socket", "structkeyturn_1_1RedisOptions.html#afbc1bedbcad56a53fa5e5e23916f05fb", null ],
    [ "username", "structkeyturn_1_1RedisOptions.html#a7d7441eae4cf94f38c47a1598b8ca759", null ],
    [ "password", "structkeyturn_1_1RedisOptions.html#a72e5a83565be1fc103dea5b374b2e54f", null ],
    [ "database", "structkeyturn_1_1RedisOptions.html#a1c295ab1abf74e222d7bb3c8e5baf1d1", null ],
    [ "tls", "structkeyturn_1_1RedisOptions.html#a7ab4928fb5ae3be9e7dda8f4da870f19", null ],
    [ "ca_file", "structkeyturn_1_1RedisOptions.html#a92227f74ced3717e5a0f71d7fd99500c", null ],
    [ "trusted_network", "structkeyturn_1_1RedisOptions.html#a46f526926ebbeff6174fcb4392afc5bb", null ],
    [ "prefix", "structkeyturn_1_1RedisOptions.html#a78fb15511f687fe7fdb8e3ba9613648b", null ],
    [ "lease", "structkeyturn_1_1RedisOptions.html#afb46dd761997b56a6ab839d3ccb1c0be", null ],
    [ "time_limit", "structkeyturn_1_1RedisOptions.html#a79ea59c8feab534806878746332b0b68", null ],
    [ "watch", "structkeyturn_1_1RedisOptions.html#a99a5cdb881ac1348f33b0c89cd320e8f", null ]
];