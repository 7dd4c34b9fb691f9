var structkeyturn_1_1HardenedMemory =
[
    [ "bytes", "structkeyturn_1_1HardenedMemory.html#af433f2737be593ceba2bdbfe3b12591e", null ],
    [ "locked", "structkeyturn_1_1HardenedMemory.html#a18a0f1e6c3d21c252b14ea6ae162e2ff", null ],
    [ "kept_from_dumps", "structkeyturn_1_1HardenedMemory.html#af9cdc506539416c53c5e0c43e16997aa", null ],
    [ "error", "structkeyturn_1_1HardenedMemory.html#a11614f44ef4d939bdd984953346a7572", null ]
];