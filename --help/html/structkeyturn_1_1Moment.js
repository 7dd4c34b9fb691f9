var structkeyturn_1_1Moment =
[
    [ "steady", "structkeyturn_1_1Moment.html#a23453d4935e36edd11de6407fa6ae3e1", null ],
    [ "wall", "structkeyturn_1_1Moment.html#a9125e3c2694192c430d459798afa2c30", null ]
];