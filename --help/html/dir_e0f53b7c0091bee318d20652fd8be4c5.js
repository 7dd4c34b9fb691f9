var dir_e0f53b7c0091bee318d20652fd8be4c5 =
[
    [ "codec.hpp", "codec_8hpp.html", "codec_8hpp" ],
    [ "platform.hpp", "platform_8hpp.html", "platform_8hpp" ],
    [ "protocol.hpp", "protocol_8hpp.html", "protocol_8hpp" ],
    [ "storage.hpp", "concepts_2storage_8hpp.html", "concepts_2storage_8hpp" ],
    [ "transport.hpp", "concepts_2transport_8hpp.html", "concepts_2transport_8hpp" ]
];