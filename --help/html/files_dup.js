var files_dup =
[
    [ "keyturn", "dir_6de5590d715beab0212a4b7608f6c0c7.html", "dir_6de5590d715beab0212a4b7608f6c0c7" ]
];