var structkeyturn_1_1BrowserSignInOptions =
[
    [ "timeout", "structkeyturn_1_1BrowserSignInOptions.html#a26727d2ea528cebfed726e19997ecadc", null ],
    [ "address", "structkeyturn_1_1BrowserSignInOptions.html#a6f9e583eed71ebc0aab7ccb0b969c00b", null ],
    [ "port", "structkeyturn_1_1BrowserSignInOptions.html#a70377a6a7f8e1b5dfd9dbc5f42074e25", null ],
    [ "path", "structkeyturn_1_1BrowserSignInOptions.html#a4d455efceee21e97d8e21ee40e9b4a20", null ],
    [ "redirect_uri", "structkeyturn_1_1BrowserSignInOptions.html#a50b55ddcc9c14840c54553f90f182749", null ],
    [ "open_browser", "structkeyturn_1_1BrowserSignInOptions.html#acc6fe7dbe1b27c1fdd4e3088ef3ff427", null ],
    [ "scope", "structkeyturn_1_1BrowserSignInOptions.html#a28325318ffba73a50a21416f839f9f2f", null ],
    [ "extra", "structkeyturn_1_1BrowserSignInOptions.html#ac23e88dd9d7e8eb0d0735556ed36e8ab", null ]
];