#include "auth_server/cookies.hpp"

#include "auth_server/json_body.hpp"

#include <boost/beast/http/field.hpp>

#include <algorithm>

namespace keyturn::example {
namespace {

constexpr std::string_view cookie_name = "refresh_token";

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

// Browsers send one Cookie header (RFC 6265, section 5.4), but what translates from HTTP/2 may leave several.
std::optional<std::string_view> refresh_cookie(const HttpRequest& request) {
  std::optional<std::string_view> found;
  const auto [first, last] = request.equal_range(boost::beast::http::field::cookie);
  for (auto header = first; header != last; ++header) {
    std::string_view rest{header->value().data(), header->value().size()};
    while (!rest.empty()) {
      const std::string_view pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || trimmed(pair.substr(0, equals)) != cookie_name) continue;
      if (found) throw BadRequest{"Cookie: refresh_token comes twice"};
      found = trimmed(pair.substr(equals + 1));
    }
  }
  return found;
}

std::string set_refresh_cookie(std::string_view token, std::chrono::seconds age, bool secure) {
  std::string cookie{cookie_name};
  cookie.append("=").append(token).append("; HttpOnly; SameSite=Strict; Path=/; Max-Age=");
  cookie += std::to_string(age.count());
  return secure ? cookie + "; Secure" : cookie;
}

}  // namespace keyturn::example
