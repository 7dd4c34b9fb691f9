var concepts_2storage_8hpp =
[
    [ "keyturn::Storage", "conceptkeyturn_1_1Storage.html", null ],
    [ "keyturn::SharedStorage", "conceptkeyturn_1_1SharedStorage.html", null ],
    [ "explain_storage", "concepts_2storage_8hpp.html#a3ebc4b1261dab9fc00c872f15d4dfa86", null ],
    [ "explain_shared_storage", "concepts_2storage_8hpp.html#aa1a53db5358a832ac62368a59b0aee2f", null ]
];