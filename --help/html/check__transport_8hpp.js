var check__transport_8hpp =
[
    [ "check_transport", "check__transport_8hpp.html#a9489021eb3c09c4d6052e98d4a137b7d", null ],
    [ "check_transport", "check__transport_8hpp.html#ae61bf5dc2e505f03b971f3eca6d548c0", null ]
];