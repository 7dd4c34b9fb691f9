var classkeyturn_1_1DPoPTransport =
[
    [ "DPoPTransport", "classkeyturn_1_1DPoPTransport.html#afbc7143d6eb9508192ecd16679e27602", null ],
    [ "inner", "classkeyturn_1_1DPoPTransport.html#a019e6133606dc5e96d6828d5b2b6cb21", null ],
    [ "send", "classkeyturn_1_1DPoPTransport.html#aa172c28e623e3809ed28a139b061d910", null ],
    [ "send", "classkeyturn_1_1DPoPTransport.html#af8b1601242071c016d748ac0fd35e512", null ],
    [ "poll", "classkeyturn_1_1DPoPTransport.html#aacb25079c7f8027038767727eab0c461", null ],
    [ "wake_after", "classkeyturn_1_1DPoPTransport.html#a3fa2ecb7a229728e789959e8d1d8609b", null ]
];