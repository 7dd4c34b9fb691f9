var dir_129bd5a9af6241c1ae640a494d38e3ef =
[
    [ "answer_fields.hpp", "answer__fields_8hpp.html", null ],
    [ "authorization.hpp", "authorization_8hpp.html", "authorization_8hpp" ],
    [ "client_auth.hpp", "client__auth_8hpp.html", "client__auth_8hpp" ],
    [ "device_authorization.hpp", "device__authorization_8hpp.html", "device__authorization_8hpp" ],
    [ "device_polling.hpp", "device__polling_8hpp.html", "device__polling_8hpp" ],
    [ "discovery.hpp", "discovery_8hpp.html", "discovery_8hpp" ],
    [ "form.hpp", "form_8hpp.html", "form_8hpp" ],
    [ "json_api.hpp", "json__api_8hpp.html", "json__api_8hpp" ],
    [ "json_api_config.hpp", "json__api__config_8hpp.html", "json__api__config_8hpp" ],
    [ "json_text.hpp", "json__text_8hpp.html", "json__text_8hpp" ],
    [ "jwt.hpp", "jwt_8hpp.html", "jwt_8hpp" ],
    [ "oauth2.hpp", "protocol_2oauth2_8hpp.html", "protocol_2oauth2_8hpp" ],
    [ "oauth2_config.hpp", "oauth2__config_8hpp.html", "oauth2__config_8hpp" ],
    [ "oauth2_endpoint.hpp", "oauth2__endpoint_8hpp.html", null ],
    [ "oauth2_errors.hpp", "oauth2__errors_8hpp.html", null ],
    [ "servers.hpp", "servers_8hpp.html", "servers_8hpp" ],
    [ "set_cookie.hpp", "set__cookie_8hpp.html", null ],
    [ "www_authenticate.hpp", "www__authenticate_8hpp.html", "www__authenticate_8hpp" ]
];