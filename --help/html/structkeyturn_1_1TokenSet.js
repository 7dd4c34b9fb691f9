var structkeyturn_1_1TokenSet =
[
    [ "access_token", "structkeyturn_1_1TokenSet.html#a0c1f312f430aba14d79edf396f08bdde", null ],
    [ "refresh_token", "structkeyturn_1_1TokenSet.html#acf6095128953b2aec727709add43d204", null ],
    [ "id_token", "structkeyturn_1_1TokenSet.html#a6aac2baacbc9f246412bf3c223d8aacb", null ],
    [ "token_type", "structkeyturn_1_1TokenSet.html#a6c7525ac183e489b8215e7085dab1014", null ],
    [ "scope", "structkeyturn_1_1TokenSet.html#a28325318ffba73a50a21416f839f9f2f", null ],
    [ "expires_in", "structkeyturn_1_1TokenSet.html#a57beb319ab1ac77016873e980ae5f012", null ],
    [ "refresh_expires_in", "structkeyturn_1_1TokenSet.html#a05a1cec6d177e5cda3d629ce6fb22ece", null ],
    [ "expires_at", "structkeyturn_1_1TokenSet.html#af7e836353c345304cfce71ff67827458", null ],
    [ "refresh_expires_at", "structkeyturn_1_1TokenSet.html#ae52a686ad5d55361d2df2f7df616d2db", null ]
];