var classkeyturn_1_1SingleThread =
[
    [ "Condition", "structkeyturn_1_1SingleThread_1_1Condition.html", "structkeyturn_1_1SingleThread_1_1Condition" ],
    [ "Mutex", "structkeyturn_1_1SingleThread_1_1Mutex.html", "structkeyturn_1_1SingleThread_1_1Mutex" ],
    [ "SingleThread", "classkeyturn_1_1SingleThread.html#ad28cd0294cee98a9745dab06d6248d55", null ],
    [ "now", "classkeyturn_1_1SingleThread.html#aa2114d2636f6ac6f4ea19a54efabf57d", null ],
    [ "wall", "classkeyturn_1_1SingleThread.html#aaabe4d529fc9b59fe91d3b4684210cb1", null ],
    [ "random", "classkeyturn_1_1SingleThread.html#ac596ffe2e2295247dfdcc5aa2063957d", null ]
];