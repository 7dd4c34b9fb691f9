var check__storage_8hpp =
[
    [ "check_storage", "check__storage_8hpp.html#aca3a10f8c6cfe6f1e24c5ba6e34814e4", null ]
];