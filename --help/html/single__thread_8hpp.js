var single__thread_8hpp =
[
    [ "SingleThread", "classkeyturn_1_1SingleThread.html", "classkeyturn_1_1SingleThread" ],
    [ "SingleThread::Mutex", "structkeyturn_1_1SingleThread_1_1Mutex.html", "structkeyturn_1_1SingleThread_1_1Mutex" ],
    [ "SingleThread::Condition", "structkeyturn_1_1SingleThread_1_1Condition.html", "structkeyturn_1_1SingleThread_1_1Condition" ]
];