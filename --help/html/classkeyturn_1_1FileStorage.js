var classkeyturn_1_1FileStorage =
[
    [ "Lock", "classkeyturn_1_1FileStorage.html#a1865c1b6146483324e5ccc1623ad98de", null ],
    [ "FileStorage", "classkeyturn_1_1FileStorage.html#a46ca8e89ea074087db01c4115c466afb", null ],
    [ "for_app", "classkeyturn_1_1FileStorage.html#a769670583d170c926fb278cb223d10d3", null ],
    [ "load", "classkeyturn_1_1FileStorage.html#a6193cd7d86a1ab42108eb3008488059e", null ],
    [ "save", "classkeyturn_1_1FileStorage.html#a4dbbc13779b80fe551b5a4068a6867b4", null ],
    [ "erase", "classkeyturn_1_1FileStorage.html#a1eed764d3d779275373b691c01ae0f0e", null ],
    [ "lock", "classkeyturn_1_1FileStorage.html#af9deccfc823b74542a68e5529c81c1e4", null ]
];