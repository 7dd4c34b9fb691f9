var flaky__storage_8hpp =
[
    [ "Fault", "structkeyturn_1_1testing_1_1Fault.html", "structkeyturn_1_1testing_1_1Fault" ],
    [ "FlakyStorage< S >", "classkeyturn_1_1testing_1_1FlakyStorage.html", "classkeyturn_1_1testing_1_1FlakyStorage" ],
    [ "StorageOperation", "flaky__storage_8hpp.html#a5413efec30c0dc1419d8d82a980ed4cb", [
      [ "load", "flaky__storage_8hpp.html#a5413efec30c0dc1419d8d82a980ed4cbaec4d1eb36b22d19728e9d1d23ca84d1c", null ],
      [ "save", "flaky__storage_8hpp.html#a5413efec30c0dc1419d8d82a980ed4cba43781db5c40ecc39fd718685594f0956", null ],
      [ "erase", "flaky__storage_8hpp.html#a5413efec30c0dc1419d8d82a980ed4cba26eb25b14d930f9d5f59b2c50798a9a4", null ],
      [ "lock", "flaky__storage_8hpp.html#a5413efec30c0dc1419d8d82a980ed4cbadce7c4174ce9323904a934a486c41288", null ]
    ] ]
];