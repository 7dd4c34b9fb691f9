var structkeyturn_1_1Password =
[
    [ "username", "structkeyturn_1_1Password.html#a7d7441eae4cf94f38c47a1598b8ca759", null ],
    [ "password", "structkeyturn_1_1Password.html#a72e5a83565be1fc103dea5b374b2e54f", null ]
];