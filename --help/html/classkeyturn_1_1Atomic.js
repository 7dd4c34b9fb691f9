var classkeyturn_1_1Atomic =
[
    [ "Atomic", "classkeyturn_1_1Atomic.html#a5b9a6b493b89679424b11cdbb422c948", null ],
    [ "load", "classkeyturn_1_1Atomic.html#a117e9663b2d0c696eae5abd3b229d14c", null ],
    [ "store", "classkeyturn_1_1Atomic.html#a4c225c9f4e3061068fd98fa5b9212f25", null ],
    [ "exchange", "classkeyturn_1_1Atomic.html#a940b090c0c63fbaea9b38e8763d4d04c", null ],
    [ "add", "classkeyturn_1_1Atomic.html#ac82cc1d3d857d943a0a5c7ec1b565db9", null ],
    [ "compare_exchange", "classkeyturn_1_1Atomic.html#a291bb027eacbed900440f7410a350411", null ]
];