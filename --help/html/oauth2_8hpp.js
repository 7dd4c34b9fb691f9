var oauth2_8hpp =
[
    [ "OAuth2", "oauth2_8hpp.html#ae66c2468f985b8db8c48deed44467726", null ],
    [ "discover", "oauth2_8hpp.html#aaa9f54bcb6220625987d438fbd28dfea", null ],
    [ "discover", "oauth2_8hpp.html#a80ad4ed75a70723504ae5627f9b039d9", null ]
];