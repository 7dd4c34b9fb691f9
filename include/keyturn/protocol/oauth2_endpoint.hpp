// Which URLs may be endpoints of an auth server.
#ifndef KEYTURN_PROTOCOL_OAUTH2_ENDPOINT_HPP
#define KEYTURN_PROTOCOL_OAUTH2_ENDPOINT_HPP

#include <keyturn/base/url.hpp>

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// An endpoint as it may be used: there, absolute, without a fragment (RFC 6749, sections 3.1 and 3.2), and no plain http
/// but to this machine. `bad_request` or `insecure_url`, whose detail names it.
inline Result<void> check_endpoint(std::string_view name, std::string_view url) {
  if (url.empty()) return make_error(Errc::bad_request, "not in the configuration: ", name);
  const auto origin = origin_of(url);
  if (!origin) return Error{.code = Errc::bad_request, .detail = std::string{name} + ": " + origin.error().detail};
  if (!is_trustworthy(*origin)) return make_error(Errc::insecure_url, "plain http: ", name);
  if (url.find('#') != url.npos) return make_error(Errc::bad_request, "it has a fragment: ", name);
  return {};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
