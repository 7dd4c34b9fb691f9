// What an auth server tells about itself (RFC 8414; OpenID Connect Discovery 1.0): where it says so, and how that is read.
// Pure pieces, for hosts that send their own requests; `discover` of <keyturn/oauth2.hpp> puts them together.
#ifndef KEYTURN_PROTOCOL_DISCOVERY_HPP
#define KEYTURN_PROTOCOL_DISCOVERY_HPP

#include <keyturn/concepts/codec.hpp>
#include <keyturn/model/request.hpp>
#include <keyturn/protocol/oauth2_config.hpp>
#include <keyturn/protocol/oauth2_endpoint.hpp>

#include <array>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// The two places where the document of an issuer may stand, in the order in which to ask: RFC 8414, section 3.1, then
/// OpenID Connect's. `bad_request` for an issuer that is no URL, or has a query or a fragment; `insecure_url` for plain http
/// but to this machine. The detail names the issuer.
inline Result<std::array<std::string, 2>> discovery_urls(std::string_view issuer) {
  const auto fault = [&](Errc code, std::string_view why) {
    return Error{.code = code, .detail = "issuer " + std::string{issuer} + ": " + std::string{why}};
  };
  const auto origin = origin_of(issuer);
  if (!origin) return fault(Errc::bad_request, origin.error().detail);
  if (!is_trustworthy(*origin)) return fault(Errc::insecure_url, "plain http");
  if (issuer.find_first_of("?#") != issuer.npos) return fault(Errc::bad_request, "it has a query or a fragment");

  const std::size_t path = std::min(issuer.find('/', issuer.find("://") + 3), issuer.size());
  std::string_view below = issuer;
  while (below.size() > path && below.ends_with('/')) below.remove_suffix(1);
  std::string first{issuer.substr(0, path)};
  first += "/.well-known/oauth-authorization-server";
  first += below.substr(path);
  return std::array<std::string, 2>{std::move(first), join_url(below, "/.well-known/openid-configuration")};
}

/// The request for one of them: bare, in ten seconds, for a mebibyte at most.
inline Request discovery_request(std::string url) {
  Request request{.url = std::move(url),
                  .auth = Auth::none,
                  .timeout = std::chrono::seconds{10},
                  .max_response = std::size_t{1} << 20};
  request.headers.add("Accept", "application/json");
  return request;
}

/// The endpoints in a document, if it is that of this very issuer: compared byte for byte (RFC 8414, section 3.3), a slash
/// at the end included. Endpoints may be on other hosts, as Google's are, for the issuer vouches for them; on plain http
/// only where both are this machine. What the document does not say, such as the client's id, is left to the caller.
/// `server_refused` with the status for an answer that is no 200; `bad_answer`, which names the member, for a document that
/// cannot be used.
template <Codec C>
Result<OAuth2Config> read_discovery(const C& codec, std::string_view issuer, const Response& answer) {
  if (answer.status != 200) {
    Error error = detail::make_error(Errc::server_refused, "answered with status ", std::to_string(answer.status));
    error.status = answer.status;
    return error;
  }
  OAuth2Config config;
  enum { own, iss, endpoints };
  constexpr std::array<std::string_view, 7> paths{"issuer",
                                                  "authorization_response_iss_parameter_supported",
                                                  "authorization_endpoint",
                                                  "token_endpoint",
                                                  "revocation_endpoint",
                                                  "device_authorization_endpoint",
                                                  "userinfo_endpoint"};
  const std::array<std::string*, 5> into{&config.authorization_endpoint, &config.token_endpoint,
                                         &config.revocation_endpoint, &config.device_authorization_endpoint,
                                         &config.userinfo_endpoint};
  std::array<Field, paths.size()> fields;
  if (auto read = codec.read(answer.body, paths, fields); !read) return std::move(read).error();
  if (fields[own].kind != Field::Kind::text || fields[own].text != issuer)
    return detail::make_error(Errc::bad_answer, "the document is another issuer's");

  const auto home = origin_of(issuer);
  for (std::size_t i = 0; i < into.size(); ++i) {
    Field& field = fields[endpoints + i];
    const std::string_view name = paths[endpoints + i];
    if (field.kind == Field::Kind::missing || field.kind == Field::Kind::null) continue;
    if (field.kind != Field::Kind::text) return detail::make_error(Errc::bad_answer, "it is no string: ", name);
    if (auto usable = detail::check_endpoint(name, field.text); !usable)
      return detail::make_error(Errc::bad_answer, usable.error().detail.data());
    if (!origin_of(field.text)->secure && !(home && is_loopback(*home)))
      return detail::make_error(Errc::bad_answer, "plain http: ", name);
    *into[i] = std::move(field.text);
  }
  if (config.token_endpoint.empty()) return detail::make_error(Errc::bad_answer, "it is missing: ", "token_endpoint");
  config.issuer = issuer;
  config.iss_in_callbacks = fields[iss].kind == Field::Kind::boolean && fields[iss].boolean;
  return config;
}

KEYTURN_NAMESPACE_END

#endif
