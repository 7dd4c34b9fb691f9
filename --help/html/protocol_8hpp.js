var protocol_8hpp =
[
    [ "keyturn::Protocol", "conceptkeyturn_1_1Protocol.html", null ],
    [ "keyturn::Grants", "conceptkeyturn_1_1Grants.html", null ],
    [ "explain_protocol", "protocol_8hpp.html#ae8c973c392f3dc27659eb11c354b930b", null ],
    [ "explain_grant", "protocol_8hpp.html#a5bf3bbc9a06b29e027340b5763e6fb5f", null ]
];