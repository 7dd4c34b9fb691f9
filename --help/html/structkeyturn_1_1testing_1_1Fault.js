var structkeyturn_1_1testing_1_1Fault =
[
    [ "error", "structkeyturn_1_1testing_1_1Fault.html#a5e7e27258e59f4c4a80e5fb757024a2d", null ],
    [ "lasting", "structkeyturn_1_1testing_1_1Fault.html#aaa214f8b7ce779183a7495f5c4149ac7", null ],
    [ "after_work", "structkeyturn_1_1testing_1_1Fault.html#a5125d8ca23c49b48cab1f2a28ae35973", null ],
    [ "only", "structkeyturn_1_1testing_1_1Fault.html#a6667262310d64bf1135a0abc4229c3a1", null ]
];