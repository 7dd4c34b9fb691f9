var structkeyturn_1_1RefreshToken =
[
    [ "token", "structkeyturn_1_1RefreshToken.html#a43a30ea4214fff7f365972f76c6c6a05", null ]
];