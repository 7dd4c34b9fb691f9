// The forms that answers have: JSON bodies, errors, refusals, and the date.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_RESPONSES_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_RESPONSES_HPP

#include "auth_server/api.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace keyturn::example {

HttpResponse json_response(HttpStatus status, const nlohmann::json& body);
HttpResponse error_response(HttpStatus status, std::string_view error, std::string_view detail = {});
HttpResponse try_later(HttpStatus status, std::string_view error, std::chrono::seconds wait);

// RFC 6750 section 3; the scheme of every 401 (RFC 9110 section 15.5.2), with or without the error of a dead token.
HttpResponse invalid_access_token();
HttpResponse refused_credentials(std::string_view error);

// The token of `Authorization: Bearer …`, the scheme in any case; none: no such header.
std::optional<std::string_view> bearer_token(const HttpRequest& request);

// The path of the request's target, without query, also of the absolute form that proxies are sent.
std::string_view path_of(const HttpRequest& request);

// IMF-fixdate, RFC 9110 section 5.6.7.
std::string http_date(ServerTime time);

}  // namespace keyturn::example

#endif
