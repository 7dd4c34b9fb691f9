var form_8hpp =
[
    [ "FormField", "structkeyturn_1_1FormField.html", "structkeyturn_1_1FormField" ],
    [ "DecodedField", "structkeyturn_1_1DecodedField.html", "structkeyturn_1_1DecodedField" ],
    [ "form_text", "form_8hpp.html#ac09df0f1cf769811bb983f355e8997f1", null ],
    [ "read_form", "form_8hpp.html#aefdddb08f4c1d8fe758e0ca8905f4cf9", null ]
];