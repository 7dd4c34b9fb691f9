var model_2answer_8hpp =
[
    [ "AnswerTiming", "structkeyturn_1_1AnswerTiming.html", "structkeyturn_1_1AnswerTiming" ],
    [ "RefreshAnswer", "structkeyturn_1_1RefreshAnswer.html", "structkeyturn_1_1RefreshAnswer" ]
];