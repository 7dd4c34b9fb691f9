var json__text_8hpp =
[
    [ "JsonMember", "structkeyturn_1_1JsonMember.html", "structkeyturn_1_1JsonMember" ],
    [ "json_object", "json__text_8hpp.html#acb36c52719fbd41ef19567a983b0fc3e", null ]
];