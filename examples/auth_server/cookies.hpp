// The refresh token as a cookie, for clients in a browser: their scripts never see it.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_COOKIES_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_COOKIES_HPP

#include "auth_server/api.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace keyturn::example {

// The value of `refresh_token` in the Cookie headers; none: it does not come. Throws BadRequest if it comes twice.
std::optional<std::string_view> refresh_cookie(const HttpRequest& request);

// A Set-Cookie field's value. `secure`: browsers send it by TLS alone. An age of zero deletes the cookie.
std::string set_refresh_cookie(std::string_view token, std::chrono::seconds age, bool secure);

}  // namespace keyturn::example

#endif
