var structkeyturn_1_1DecodedField =
[
    [ "name", "structkeyturn_1_1DecodedField.html#a9b45b3e13bd9167aab02e17e08916231", null ],
    [ "value", "structkeyturn_1_1DecodedField.html#af3da9bdf4ce1320e58df0c71ab8dad4f", null ]
];