var structkeyturn_1_1SessionInfo =
[
    [ "logged_in", "structkeyturn_1_1SessionInfo.html#a7ad1ff0032fdd22c71edcc0dd57ee444", null ],
    [ "epoch", "structkeyturn_1_1SessionInfo.html#a311a33946c597539e11512cdfb012fcf", null ],
    [ "generation", "structkeyturn_1_1SessionInfo.html#a363662fe78dc4284a0460c0628685f58", null ],
    [ "expires_in", "structkeyturn_1_1SessionInfo.html#a57beb319ab1ac77016873e980ae5f012", null ],
    [ "refreshing", "structkeyturn_1_1SessionInfo.html#ab4c8f1fa26adb348e04cfeeef7970a10", null ],
    [ "scope", "structkeyturn_1_1SessionInfo.html#a28325318ffba73a50a21416f839f9f2f", null ]
];