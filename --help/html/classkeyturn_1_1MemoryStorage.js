var classkeyturn_1_1MemoryStorage =
[
    [ "load", "classkeyturn_1_1MemoryStorage.html#a6193cd7d86a1ab42108eb3008488059e", null ],
    [ "save", "classkeyturn_1_1MemoryStorage.html#a4dbbc13779b80fe551b5a4068a6867b4", null ],
    [ "erase", "classkeyturn_1_1MemoryStorage.html#a1eed764d3d779275373b691c01ae0f0e", null ]
];