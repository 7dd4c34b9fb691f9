var structkeyturn_1_1Event =
[
    [ "Kind", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5b", [
      [ "logged_in", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba73ce1da3e9a955cc2dc32bcbf0cb0c03", null ],
      [ "refreshed", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba1472d4aed54bb23f96a1d6370f01410a", null ],
      [ "found_newer", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5bae9169728d05b45cf2d90e486abb2e190", null ],
      [ "refresh_failed", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5bab263b5d5e514d8960efe7e0ebe3151aa", null ],
      [ "replayed", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5baf61135d36747be0d8e49dfb479c69320", null ],
      [ "late_401", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba344484032a59a8a8b79dcd2ff19340f3", null ],
      [ "storage_failed", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba627bafc29f3b318da2e7303ebcc61c41", null ],
      [ "storage_recovered", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5bac1715a9feb60a0ee9ca6a99301faa0d6", null ],
      [ "stale_result_dropped", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba7931495d5187843d31a2c3d0b0fe47b1", null ],
      [ "logged_out", "structkeyturn_1_1Event.html#aa10c9e8951b8ccf714a59ec321bdac5ba5149cd506e1830b01d0ae4fecd10af1b", null ]
    ] ],
    [ "kind", "structkeyturn_1_1Event.html#ad4f6a38e725118afcde5fbb91ccbbb12", null ],
    [ "epoch", "structkeyturn_1_1Event.html#a311a33946c597539e11512cdfb012fcf", null ],
    [ "generation", "structkeyturn_1_1Event.html#a363662fe78dc4284a0460c0628685f58", null ],
    [ "error", "structkeyturn_1_1Event.html#a3c79dcc762f5d4c356ff83f4d272165a", null ],
    [ "reason", "structkeyturn_1_1Event.html#ad85182de2b0eca6c52532a6760d2df5f", null ],
    [ "took", "structkeyturn_1_1Event.html#aac0bdf154c70fd739dad6aa506784364", null ]
];