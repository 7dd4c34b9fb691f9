var classkeyturn_1_1DPoPProtocol =
[
    [ "DPoPProtocol", "classkeyturn_1_1DPoPProtocol.html#afc72cf8749198453defc3e7fb94f5698", null ],
    [ "refresh_request", "classkeyturn_1_1DPoPProtocol.html#aedd6752b33ecd378bbf4df42903f62bd", null ],
    [ "read_tokens", "classkeyturn_1_1DPoPProtocol.html#a9a04574dbe9a31d74a6d49b58f1f6f66", null ],
    [ "read_device_poll", "classkeyturn_1_1DPoPProtocol.html#a1fab21b6ac74ddfad7c2ea2497ce7c7e", null ]
];