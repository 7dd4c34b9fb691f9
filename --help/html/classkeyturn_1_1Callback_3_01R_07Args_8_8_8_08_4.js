var classkeyturn_1_1Callback_3_01R_07Args_8_8_8_08_4 =
[
    [ "Callback", "classkeyturn_1_1Callback_3_01R_07Args_8_8_8_08_4.html#a30b8eb08a1522d2fea852ec49fbc69b7", null ],
    [ "Callback", "classkeyturn_1_1Callback_3_01R_07Args_8_8_8_08_4.html#a5f95fdf7685ac3ae78be45eae4d9ce1c", null ],
    [ "operator bool", "classkeyturn_1_1Callback_3_01R_07Args_8_8_8_08_4.html#a420e60e9788bfa3b52aa3aab72ea3a5e", null ],
    [ "operator()", "classkeyturn_1_1Callback_3_01R_07Args_8_8_8_08_4.html#ad7e5180a82f0d5ff79ede955169ab083", null ]
];