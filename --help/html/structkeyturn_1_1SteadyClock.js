var structkeyturn_1_1SteadyClock =
[
    [ "duration", "structkeyturn_1_1SteadyClock.html#a4b78f8ed2420a0bcb6f19e90718cab8d", null ],
    [ "rep", "structkeyturn_1_1SteadyClock.html#a08f68a4146a019d005d50367d529261f", null ],
    [ "period", "structkeyturn_1_1SteadyClock.html#ac553a50897ba1bd81a6c015f8f28d730", null ],
    [ "time_point", "structkeyturn_1_1SteadyClock.html#aa2f2c875fd4bff400b0bbbccf63fd8c6", null ],
    [ "is_steady", "structkeyturn_1_1SteadyClock.html#ad5a2a791a2b2a49129d3d963b9b64d45", null ]
];