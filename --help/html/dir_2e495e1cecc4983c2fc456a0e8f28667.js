var dir_2e495e1cecc4983c2fc456a0e8f28667 =
[
    [ "atomic.hpp", "atomic_8hpp.html", "atomic_8hpp" ],
    [ "callback.hpp", "callback_8hpp.html", "callback_8hpp" ],
    [ "error.hpp", "error_8hpp.html", "error_8hpp" ],
    [ "hardened_memory.hpp", "hardened__memory_8hpp.html", "hardened__memory_8hpp" ],
    [ "list.hpp", "list_8hpp.html", "list_8hpp" ],
    [ "maybe.hpp", "maybe_8hpp.html", "maybe_8hpp" ],
    [ "mutex_guard.hpp", "mutex__guard_8hpp.html", "mutex__guard_8hpp" ],
    [ "one_of.hpp", "one__of_8hpp.html", "one__of_8hpp" ],
    [ "rare.hpp", "rare_8hpp.html", "rare_8hpp" ],
    [ "result.hpp", "result_8hpp.html", "result_8hpp" ],
    [ "secret.hpp", "secret_8hpp.html", "secret_8hpp" ],
    [ "shared.hpp", "base_2shared_8hpp.html", "base_2shared_8hpp" ],
    [ "time.hpp", "time_8hpp.html", "time_8hpp" ],
    [ "url.hpp", "url_8hpp.html", "url_8hpp" ]
];