var structkeyturn_1_1CurlMultiOptions =
[
    [ "curl", "structkeyturn_1_1CurlMultiOptions.html#ac67f420bc4f4ccafc346252aa53bfde8", null ],
    [ "max_connections", "structkeyturn_1_1CurlMultiOptions.html#a872b8fec1efb9c7c284b426d48e605bd", null ],
    [ "max_connections_per_host", "structkeyturn_1_1CurlMultiOptions.html#a0677a14e922dd7353de718edced05941", null ],
    [ "max_streams_per_host", "structkeyturn_1_1CurlMultiOptions.html#a0dc5ee21ebc5943284e51477e8d1064a", null ]
];