var structkeyturn_1_1RefreshAnswer =
[
    [ "verdict", "structkeyturn_1_1RefreshAnswer.html#a3a7379c66a21f349e5954d6bf56c7fa1", null ],
    [ "tokens", "structkeyturn_1_1RefreshAnswer.html#a62a8a3a8f89990e88be0ed0871e53573", null ],
    [ "error", "structkeyturn_1_1RefreshAnswer.html#a5e7e27258e59f4c4a80e5fb757024a2d", null ],
    [ "timing", "structkeyturn_1_1RefreshAnswer.html#aa2aff33f51126de21ac9213f8549626b", null ]
];