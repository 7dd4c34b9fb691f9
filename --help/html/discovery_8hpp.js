var discovery_8hpp =
[
    [ "discovery_urls", "discovery_8hpp.html#ac172e28518f64466694ce17c2ea0b228", null ],
    [ "discovery_request", "discovery_8hpp.html#aada62e2e55e491afeb0569f8419b18ab", null ],
    [ "read_discovery", "discovery_8hpp.html#a955b97891de05a7faaa5a435a2b4b221", null ]
];