var hardened__memory_8hpp =
[
    [ "HardenedMemory", "structkeyturn_1_1HardenedMemory.html", "structkeyturn_1_1HardenedMemory" ]
];