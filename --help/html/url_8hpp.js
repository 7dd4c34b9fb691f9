var url_8hpp =
[
    [ "Origin", "structkeyturn_1_1Origin.html", "structkeyturn_1_1Origin" ],
    [ "is_absolute_url", "url_8hpp.html#adb64d57d351b8990b4153e36ea2b36f7", null ],
    [ "is_loopback", "url_8hpp.html#ac76ee54b16aeafdafc91027d089c700d", null ],
    [ "is_trustworthy", "url_8hpp.html#a088f9c768a50a427aa5ef1d38f216d34", null ],
    [ "origin_of", "url_8hpp.html#a3e47a81ff9365a41ce117e3e6f7803e5", null ],
    [ "join_url", "url_8hpp.html#a7ceb104edb6cb30e0fc807b1f460df8d", null ]
];