var structkeyturn_1_1Field =
[
    [ "Kind", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5b", [
      [ "missing", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5baea21841da70e6405af19fabc4ff8bdd9", null ],
      [ "null", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5ba37a6259cc0c1dae299a7866489dff0bd", null ],
      [ "boolean", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5ba84e2c64f38f78ba3ea5c905ab5a2da27", null ],
      [ "number", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5bab1bc248a7ff2b2e95569f56de68615df", null ],
      [ "text", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5ba1cb251ec0d568de6a929b520c4aed8d1", null ],
      [ "object", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5baa8cfde6331bd59eb2ac96f8911c4b666", null ],
      [ "array", "structkeyturn_1_1Field.html#aa10c9e8951b8ccf714a59ec321bdac5baf1f713c9e000f5d3f280adbd124df4f5", null ]
    ] ],
    [ "kind", "structkeyturn_1_1Field.html#a84e5594d8497a54d45fe58b11a5b6759", null ],
    [ "number", "structkeyturn_1_1Field.html#a01b4671c6b7cc8f831c951c000a37735", null ],
    [ "boolean", "structkeyturn_1_1Field.html#a857e4e5a2613b7cf584dbf12dae00525", null ],
    [ "text", "structkeyturn_1_1Field.html#a23c058547fbc73b5659191844a9f258c", null ]
];