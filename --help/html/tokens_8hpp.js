var tokens_8hpp =
[
    [ "TokenSet", "structkeyturn_1_1TokenSet.html", "structkeyturn_1_1TokenSet" ],
    [ "Password", "structkeyturn_1_1Password.html", "structkeyturn_1_1Password" ],
    [ "Verdict", "tokens_8hpp.html#a4a1ba42d8024e5d3d482795b9c05c858", [
      [ "renewed", "tokens_8hpp.html#a4a1ba42d8024e5d3d482795b9c05c858a758f0e9ea526af2ca587384176f5bbf3", null ],
      [ "refused", "tokens_8hpp.html#a4a1ba42d8024e5d3d482795b9c05c858a723634aa8cde73188d4661bb3fe81ce4", null ],
      [ "expired", "tokens_8hpp.html#a4a1ba42d8024e5d3d482795b9c05c858ac4bfb2a0bab0e91bc7dcfbe3bbec246e", null ],
      [ "superseded", "tokens_8hpp.html#a4a1ba42d8024e5d3d482795b9c05c858a382fa69b4a5ff1a290d502df1ee98010", null ],
      [ "transient", "tokens_8hpp.html#a4a1ba42d8024e5d3d482795b9c05c858af15455eb297257c3414c2e6959a92e60", null ]
    ] ]
];