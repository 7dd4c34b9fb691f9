var classkeyturn_1_1SealedStorage =
[
    [ "SealedStorage", "classkeyturn_1_1SealedStorage.html#af769267eaa60afd583b29da91b8df518", null ],
    [ "load", "classkeyturn_1_1SealedStorage.html#a6193cd7d86a1ab42108eb3008488059e", null ],
    [ "save", "classkeyturn_1_1SealedStorage.html#a4dbbc13779b80fe551b5a4068a6867b4", null ],
    [ "erase", "classkeyturn_1_1SealedStorage.html#a1eed764d3d779275373b691c01ae0f0e", null ],
    [ "lock", "classkeyturn_1_1SealedStorage.html#aef94e825d7781142138e3b978efc2d83", null ],
    [ "watch", "classkeyturn_1_1SealedStorage.html#a7477eb64d6117a96aaf66b8e0a1f959a", null ]
];