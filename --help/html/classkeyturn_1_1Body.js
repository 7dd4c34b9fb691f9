var classkeyturn_1_1Body =
[
    [ "Body", "classkeyturn_1_1Body.html#ad30edf5fa8d9a6feb478625a6985e857", null ],
    [ "Body", "classkeyturn_1_1Body.html#ad6daf4e3009563248c8827a2b907942a", null ],
    [ "stream", "classkeyturn_1_1Body.html#a4793f370d46431248060f09fd7175c58", null ],
    [ "once", "classkeyturn_1_1Body.html#adcf8aa39b7fbd8d6e3e204cc8f7fdc3d", null ],
    [ "view", "classkeyturn_1_1Body.html#a34a9fe12b4a78c99624be4939b9d5a69", null ],
    [ "open", "classkeyturn_1_1Body.html#ab5c5ed88d6886e31506b172339110378", null ],
    [ "length", "classkeyturn_1_1Body.html#a1f4d36728791248b00977e4b0e57bd4e", null ],
    [ "repeatable", "classkeyturn_1_1Body.html#a8e10cd58601dbbf399b909dc57cc5b74", null ],
    [ "keep_secret", "classkeyturn_1_1Body.html#ada08ec6834bd4385b0cd9799ec30e53d", null ]
];