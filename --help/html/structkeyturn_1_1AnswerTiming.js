var structkeyturn_1_1AnswerTiming =
[
    [ "sent", "structkeyturn_1_1AnswerTiming.html#a233e5a22edc12444801146c555403308", null ],
    [ "received", "structkeyturn_1_1AnswerTiming.html#a0be6dabba584636c01d19a45dcd2005a", null ],
    [ "server_date", "structkeyturn_1_1AnswerTiming.html#af9b23390f43c2b6585019d567d9f3be5", null ]
];