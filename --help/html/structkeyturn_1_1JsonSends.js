var structkeyturn_1_1JsonSends =
[
    [ "username", "structkeyturn_1_1JsonSends.html#a7d7441eae4cf94f38c47a1598b8ca759", null ],
    [ "password", "structkeyturn_1_1JsonSends.html#a36531f1b290721250b384bbae34f9f1f", null ],
    [ "refresh_token", "structkeyturn_1_1JsonSends.html#a5286251c543cd479f4b77d1a6973ea35", null ]
];