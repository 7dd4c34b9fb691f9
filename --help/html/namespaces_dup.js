var namespaces_dup =
[
    [ "keyturn", "namespacekeyturn.html", "namespacekeyturn" ]
];