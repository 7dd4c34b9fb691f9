var file__storage_8hpp =
[
    [ "FileOptions", "structkeyturn_1_1FileOptions.html", "structkeyturn_1_1FileOptions" ],
    [ "FileStorage", "classkeyturn_1_1FileStorage.html", "classkeyturn_1_1FileStorage" ]
];