var structkeyturn_1_1SingleThread_1_1Mutex =
[
    [ "lock", "structkeyturn_1_1SingleThread_1_1Mutex.html#a5d1ca4288b3113f745f548d81f90573c", null ],
    [ "unlock", "structkeyturn_1_1SingleThread_1_1Mutex.html#a4b7c1039f47fca6ca12bbf9134a543a1", null ],
    [ "one_thread", "structkeyturn_1_1SingleThread_1_1Mutex.html#a1c8f103cad24b47589c2ee5dcdd8fc82", null ]
];