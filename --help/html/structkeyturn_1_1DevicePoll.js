var structkeyturn_1_1DevicePoll =
[
    [ "Kind", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5b", [
      [ "done", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba6b2ded51d81a4403d8a4bd25fa1e57ee", null ],
      [ "pending", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba7c6c2e5d48ab37a007cbf70d3ea25fa4", null ],
      [ "slow_down", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba5a439578513520e7a5c859a7bef3daf6", null ],
      [ "denied", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba865726b2885feef8e8b25b56a2d7c8f8", null ],
      [ "expired", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5bac4bfb2a0bab0e91bc7dcfbe3bbec246e", null ],
      [ "transient", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5baf15455eb297257c3414c2e6959a92e60", null ],
      [ "failed", "structkeyturn_1_1DevicePoll.html#aa10c9e8951b8ccf714a59ec321bdac5ba26934eb377001f66e37289a5c93fe284", null ]
    ] ],
    [ "kind", "structkeyturn_1_1DevicePoll.html#ad4f6a38e725118afcde5fbb91ccbbb12", null ],
    [ "tokens", "structkeyturn_1_1DevicePoll.html#a62a8a3a8f89990e88be0ed0871e53573", null ],
    [ "interval", "structkeyturn_1_1DevicePoll.html#ad6338ea6e06110cf5cbbf8c931c08209", null ],
    [ "error", "structkeyturn_1_1DevicePoll.html#a5e7e27258e59f4c4a80e5fb757024a2d", null ]
];