var structkeyturn_1_1JsonReads =
[
    [ "access_token", "structkeyturn_1_1JsonReads.html#aa665e356b60e36229ad5aadf372c07ae", null ],
    [ "refresh_token", "structkeyturn_1_1JsonReads.html#a5286251c543cd479f4b77d1a6973ea35", null ],
    [ "token_type", "structkeyturn_1_1JsonReads.html#a6c7525ac183e489b8215e7085dab1014", null ],
    [ "expires", "structkeyturn_1_1JsonReads.html#a5eee08b5d6d0e5efc65877ccb4abedbe", null ],
    [ "refresh_expires", "structkeyturn_1_1JsonReads.html#ac2dce58fd746e07c13871f4e399ca698", null ],
    [ "error", "structkeyturn_1_1JsonReads.html#a8c94119e5bd6fbde0680ef83f01c9685", null ]
];