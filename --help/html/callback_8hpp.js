var callback_8hpp =
[
    [ "Callback< R(Args...)>", "classkeyturn_1_1Callback_3_01R_07Args_8_8_8_08_4.html", "classkeyturn_1_1Callback_3_01R_07Args_8_8_8_08_4" ]
];