var structkeyturn_1_1testing_1_1Check =
[
    [ "name", "structkeyturn_1_1testing_1_1Check.html#a9b45b3e13bd9167aab02e17e08916231", null ],
    [ "passed", "structkeyturn_1_1testing_1_1Check.html#a1c36117967257c9df17d96485e404919", null ],
    [ "seen", "structkeyturn_1_1testing_1_1Check.html#a49ccf5a000860027cf9c70d4644d5903", null ]
];