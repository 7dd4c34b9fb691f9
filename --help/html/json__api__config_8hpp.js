var json__api__config_8hpp =
[
    [ "JsonSends", "structkeyturn_1_1JsonSends.html", "structkeyturn_1_1JsonSends" ],
    [ "JsonReads", "structkeyturn_1_1JsonReads.html", "structkeyturn_1_1JsonReads" ],
    [ "JsonApiConfig", "structkeyturn_1_1JsonApiConfig.html", "structkeyturn_1_1JsonApiConfig" ],
    [ "ExpiryUnit", "json__api__config_8hpp.html#a37efb790c563cc72f7e239d7a229197c", [
      [ "seconds", "json__api__config_8hpp.html#a37efb790c563cc72f7e239d7a229197ca783e8e29e6a8c3e22baa58a19420eb4f", null ],
      [ "milliseconds", "json__api__config_8hpp.html#a37efb790c563cc72f7e239d7a229197cac50c3b1ca82ba7b7ab55afdf66a2f6c9", null ],
      [ "unix_seconds", "json__api__config_8hpp.html#a37efb790c563cc72f7e239d7a229197ca92c95785bb834fb52f32e959dd278949", null ]
    ] ],
    [ "default_definitive_errors", "json__api__config_8hpp.html#ae18c162cbbd601ff3139529a6053438a", null ]
];