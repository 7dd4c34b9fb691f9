var servers_8hpp =
[
    [ "ServerFacts", "structkeyturn_1_1ServerFacts.html", "structkeyturn_1_1ServerFacts" ],
    [ "with_facts_of", "servers_8hpp.html#af4a65ef44594f6e78e7afee6d2daac2c", null ],
    [ "json_api_of", "servers_8hpp.html#a5b44ba2a3c25f17f85bfeefd0070458b", null ],
    [ "known_servers", "servers_8hpp.html#af388b08ef1878da8c5fef238295a039e", null ]
];