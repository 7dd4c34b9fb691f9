var classkeyturn_1_1testing_1_1FlakyStorage =
[
    [ "FlakyStorage", "classkeyturn_1_1testing_1_1FlakyStorage.html#a615174607ca2a7e738cbc947092f38ab", null ],
    [ "fail_at", "classkeyturn_1_1testing_1_1FlakyStorage.html#a2f6299bce77659066643ae45d5a153c0", null ],
    [ "heal", "classkeyturn_1_1testing_1_1FlakyStorage.html#aa9115ef041e3094b2fc0f1169a073b6d", null ],
    [ "operations", "classkeyturn_1_1testing_1_1FlakyStorage.html#aed86b494b7854532d88689e6d4d459cd", null ],
    [ "count", "classkeyturn_1_1testing_1_1FlakyStorage.html#a7f65aaa2d84442e8fc03f19a7ef3df07", null ],
    [ "failures", "classkeyturn_1_1testing_1_1FlakyStorage.html#a831d911df86a65925010244280effedf", null ],
    [ "inner", "classkeyturn_1_1testing_1_1FlakyStorage.html#a7ec16b4dee802b9639d158de09a44f58", null ],
    [ "load", "classkeyturn_1_1testing_1_1FlakyStorage.html#a6193cd7d86a1ab42108eb3008488059e", null ],
    [ "save", "classkeyturn_1_1testing_1_1FlakyStorage.html#a4dbbc13779b80fe551b5a4068a6867b4", null ],
    [ "erase", "classkeyturn_1_1testing_1_1FlakyStorage.html#a1eed764d3d779275373b691c01ae0f0e", null ],
    [ "lock", "classkeyturn_1_1testing_1_1FlakyStorage.html#ae63f74adb0cc54cdca7bd5a81a099efc", null ]
];