var structkeyturn_1_1Error =
[
    [ "code", "structkeyturn_1_1Error.html#a04412f36294d20f4156cb4772bff1b16", null ],
    [ "status", "structkeyturn_1_1Error.html#a6e27f49150e9a14580fb313cc2777e00", null ],
    [ "retry_after", "structkeyturn_1_1Error.html#a404810164bd4ef79124990f3c88afaf8", null ],
    [ "detail", "structkeyturn_1_1Error.html#a06f18b7e05b64c4ff0d03f07ae379a68", null ]
];