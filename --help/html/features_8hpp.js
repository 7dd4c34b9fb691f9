var features_8hpp =
[
    [ "KEYTURN_HAS_HOSTED", "features_8hpp.html#aa6e8600028ace7b81fc97e4a43a1d25b", null ],
    [ "KEYTURN_HARDENED_SECRETS", "features_8hpp.html#aa8a94f486ecf4bd9dbac8813b6d53bb3", null ],
    [ "KEYTURN_SEPARATE_COMPILATION", "features_8hpp.html#ad268a65141b38c11227e3b83b85ff2e4", null ]
];