var structkeyturn_1_1UnknownOutcome =
[
    [ "Rule", "structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78", [
      [ "repeat", "structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78a32cf6da134a8b268cf4ab6b79a9a5ad9", null ],
      [ "repeat_within", "structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78acb2fd0631a6262ab1a3ae64a9e1cc787", null ],
      [ "wait", "structkeyturn_1_1UnknownOutcome.html#a11fcd51ef86118f65e603c1474377a78a49256b9819abacbb8e6e031a03abe81b", null ]
    ] ],
    [ "rule", "structkeyturn_1_1UnknownOutcome.html#ac3435949627504921f77e121ed30db93", null ],
    [ "window", "structkeyturn_1_1UnknownOutcome.html#a326a1c15b630425db64983cb5e21b18d", null ]
];