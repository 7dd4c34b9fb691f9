var protocol_2oauth2_8hpp =
[
    [ "BasicOAuth2< C >", "classkeyturn_1_1BasicOAuth2.html", "classkeyturn_1_1BasicOAuth2" ]
];