var codec_8hpp =
[
    [ "Field", "structkeyturn_1_1Field.html", "structkeyturn_1_1Field" ],
    [ "keyturn::Codec", "conceptkeyturn_1_1Codec.html", null ],
    [ "explain_codec", "codec_8hpp.html#abe3718693643899c679064cf2919ab4a", null ]
];