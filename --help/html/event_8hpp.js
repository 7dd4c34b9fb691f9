var event_8hpp =
[
    [ "Event", "structkeyturn_1_1Event.html", "structkeyturn_1_1Event" ],
    [ "SessionInfo", "structkeyturn_1_1SessionInfo.html", "structkeyturn_1_1SessionInfo" ],
    [ "LogoutReason", "event_8hpp.html#a62e2b74e34cf627fbb5b3ff122058897", [
      [ "requested", "event_8hpp.html#a62e2b74e34cf627fbb5b3ff122058897a67a14a21bd1cb0326455e74bae077912", null ],
      [ "refresh_token_expired", "event_8hpp.html#a62e2b74e34cf627fbb5b3ff122058897a5407252d8a53387627642f40f531b7c8", null ],
      [ "refresh_token_refused", "event_8hpp.html#a62e2b74e34cf627fbb5b3ff122058897a509f8046e1f0b116585d7b12b26a6a42", null ],
      [ "no_refresh_token", "event_8hpp.html#a62e2b74e34cf627fbb5b3ff122058897a124df357e49a46870dcd6dd7065260fb", null ],
      [ "logged_out_elsewhere", "event_8hpp.html#a62e2b74e34cf627fbb5b3ff122058897aa80fb7149e6a66e7049c921f435e2faf", null ]
    ] ],
    [ "to_string", "event_8hpp.html#aa4a7186303653afe4ee08f2c126c3ed3", null ],
    [ "to_string", "event_8hpp.html#a15d9c18fb6bb4eb3fc2b230c6d87ef7a", null ]
];