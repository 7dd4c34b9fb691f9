var dir_90dad1eb50b6ea2b30b93e3d3475e0d9 =
[
    [ "abi.hpp", "abi_8hpp.html", null ],
    [ "features.hpp", "features_8hpp.html", "features_8hpp" ],
    [ "version.hpp", "version_8hpp.html", "version_8hpp" ]
];