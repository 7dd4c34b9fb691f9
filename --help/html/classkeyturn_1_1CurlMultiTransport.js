var classkeyturn_1_1CurlMultiTransport =
[
    [ "CurlMultiTransport", "classkeyturn_1_1CurlMultiTransport.html#a50d2cbff76e892c822afe429a254dc9e", null ],
    [ "send", "classkeyturn_1_1CurlMultiTransport.html#a76f6ce932c5c0012abda48b82eb17608", null ],
    [ "wake_after", "classkeyturn_1_1CurlMultiTransport.html#a6ddb9080ef0c78e1d7e51c222fc6addc", null ]
];