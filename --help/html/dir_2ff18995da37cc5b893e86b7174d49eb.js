var dir_2ff18995da37cc5b893e86b7174d49eb =
[
    [ "hosted.hpp", "hosted_8hpp.html", "hosted_8hpp" ],
    [ "memory_storage.hpp", "memory__storage_8hpp.html", "memory__storage_8hpp" ],
    [ "single_thread.hpp", "single__thread_8hpp.html", "single__thread_8hpp" ]
];