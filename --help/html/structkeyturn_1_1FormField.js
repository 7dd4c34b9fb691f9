var structkeyturn_1_1FormField =
[
    [ "name", "structkeyturn_1_1FormField.html#a559aae3a7fdbb3dd9c919b528646f392", null ],
    [ "value", "structkeyturn_1_1FormField.html#adcedad70d7b27cabc437f5d784a769cf", null ]
];