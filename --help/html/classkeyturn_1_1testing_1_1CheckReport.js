var classkeyturn_1_1testing_1_1CheckReport =
[
    [ "passed", "classkeyturn_1_1testing_1_1CheckReport.html#aa2a85b02933ddc39a5121f7d9ecbb4df", null ],
    [ "operator bool", "classkeyturn_1_1testing_1_1CheckReport.html#a67b76affb3b5d35fa419ac234144038b", null ],
    [ "checks", "classkeyturn_1_1testing_1_1CheckReport.html#a360a1c484c4681137f0b5ad5f12b7dcb", null ],
    [ "find", "classkeyturn_1_1testing_1_1CheckReport.html#a50404a176adf6bfc8e9ea89e26d570d8", null ],
    [ "failed", "classkeyturn_1_1testing_1_1CheckReport.html#a345c348f25138041fd5fe4dc3f475a5e", null ],
    [ "text", "classkeyturn_1_1testing_1_1CheckReport.html#a0627ce9d4496345ea0233aa48e179aa5", null ],
    [ "run", "classkeyturn_1_1testing_1_1CheckReport.html#ab6d0412f76dbc8e35496833b31357ddb", null ],
    [ "operator<<", "classkeyturn_1_1testing_1_1CheckReport.html#af25f1de73ec23ab8c3e88045a355d281", null ]
];