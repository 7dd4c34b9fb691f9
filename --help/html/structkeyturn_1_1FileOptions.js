var structkeyturn_1_1FileOptions =
[
    [ "accept_copies", "structkeyturn_1_1FileOptions.html#a02d9356e8c1ca88ab69b5aacaf61ebe7", null ]
];