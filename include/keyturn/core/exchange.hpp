// One API request as pure functions, which every driver calls: where it may go, the token on it, and what its answer
// asks for.
#ifndef KEYTURN_CORE_EXCHANGE_HPP
#define KEYTURN_CORE_EXCHANGE_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/core/session.hpp>
#include <keyturn/model/access_token.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace core {

/// The origins that may get the access token: that of the API base, and those the host named. Read once.
class Origins {
 public:
  Origins(std::string_view api_base, const std::vector<std::string>& allowed) : base_url_{api_base} {
    origins_.push(origin_of(api_base));
    for (const std::string& url : allowed) origins_.push(origin_of(url));
    if (!are_short_ways_kept || !check()) return;
    keep_home(api_base, base());
    for (std::size_t i = 0; i < allowed.size(); ++i) keep_home(allowed[i], origins_.begin()[i + 1]);
  }

  /// An origin in the options that cannot be read, as `bad_request`: better said at the first call than never.
  Result<void> check() const {
    for (const auto& origin : origins_)
      if (!origin && &origin != &base())
        return keyturn::detail::make_error(Errc::bad_request, "allowed_origins: ", origin.error().detail);
    return {};
  }

  bool allows(const Origin& origin) const {
    for (const auto& one : origins_)
      if (one == origin) return true;
    return false;
  }

  /// The short way: true only if `origin_of(url)` is trustworthy and allowed, seen by how the URL begins. False says
  /// nothing.
  KEYTURN_IN_ONE_PIECE bool begins_at_home(std::string_view url) const {
    if (!are_short_ways_kept) return false;
    const std::string* const end = homes_.end();
    for (const std::string* one = homes_.begin(); one != end; ++one)
      if (ends_authority(url, one->size()) && url.starts_with(*one))
        return keyturn::detail::holds_only_url_bytes(url, one->size());
    return false;
  }

  std::string_view base_url() const { return base_url_; }
  const Result<Origin>& base() const { return *origins_.begin(); }

 private:
  // Firmware calls its API so rarely that room counts for more.
  static constexpr bool are_short_ways_kept = KEYTURN_HAS_HOSTED;

  friend bool operator==(const Result<Origin>& a, const Origin& b) { return a && *a == b; }

  void keep_home(std::string_view url, const Result<Origin>& origin) {
    if (!origin || !is_trustworthy(*origin)) return;
    homes_.emplace(url.substr(0, url.find_first_of("/?#", url.find("://") + 3)));
  }

  static bool ends_authority(std::string_view url, std::size_t at) {
    return at >= url.size() || url[at] == '/' || url[at] == '?' || url[at] == '#';
  }

  std::string base_url_;
  List<Result<Origin>> origins_;  // the first one is that of the base
  List<std::string> homes_;       // trustworthy origins as they were spelt, unless the options are wrong
};

namespace detail {
/// The bytes of a token of RFC 9110, section 5.6.2. A table, since each call's method and header names come by here: of
/// bytes, or of bits where memory is small.
class TokenBytes {
 public:
  constexpr TokenBytes() {
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789"}) allow(c);
    for (char c = 'a'; c <= 'z'; ++c) allow(c);
    for (char c = 'A'; c <= 'Z'; ++c) allow(c);
  }
#if KEYTURN_HAS_HOSTED
  constexpr bool has(char c) const { return table_[static_cast<unsigned char>(c)]; }

 private:
  constexpr void allow(char c) { table_[static_cast<unsigned char>(c)] = true; }
  bool table_[256]{};
#else
  constexpr bool has(char c) const { return (table_[static_cast<unsigned char>(c) / 32] >> (c & 31) & 1u) != 0; }

 private:
  constexpr void allow(char c) { table_[static_cast<unsigned char>(c) / 32] |= 1u << (c & 31); }
  std::uint32_t table_[8]{};
#endif
};
inline constexpr TokenBytes token_bytes{};

/// Whether text is such a token: what methods and header names are made of.
constexpr bool is_http_token(std::string_view text) {
  for (const char c : text)
    if (!token_bytes.has(c)) return false;
  return !text.empty();
}
}  // namespace detail

/// Whether the method and the headers may go out as they are (P10).
KEYTURN_IN_ONE_PIECE constexpr bool has_sendable_fields(const Request& request) {
  if (!detail::is_http_token(request.method)) return false;
  for (const Header& header : request.headers)
    if (!detail::is_http_token(header.name) || !is_header_value(header.value)) return false;
  return true;
}

/// `bad_request` if the method, a header name or a header value may not go out as it is.
inline Result<void> check_fields(const Request& request) {
  if (has_sendable_fields(request)) return {};
  if (!detail::is_http_token(request.method)) return {Errc::bad_request, "the method is not a word"};
  for (const Header& header : request.headers)
    if (!is_header_value(header.value))
      return Error{.code = Errc::bad_request,
                   .detail = "header " + header.name + ": its value holds a control character"};
  return {Errc::bad_request, "a header's name is not a word"};
}

namespace detail {
/// Why nothing secret goes to an origin over plain http.
KEYTURN_ONCE inline Error insecure([[maybe_unused]] const Origin& origin) {
#if KEYTURN_HAS_HINTS
  return keyturn::detail::make_error(Errc::insecure_url, "use https: no password or token goes over plain http to ",
                                     origin.host);
#else
  return keyturn::detail::make_error(Errc::insecure_url, "no password or token goes over plain http");
#endif
}

/// `prepare` without the short way.
inline Result<bool> prepare_unknown(Request& request, const Origins& origins) {
  if (auto fields = check_fields(request); !fields) return fields.error();
  if (auto named = origins.check(); !named) return named.error();
  if (!is_absolute_url(request.url)) {
    if (!origins.base()) return origins.base().error();
    request.url = join_url(origins.base_url(), request.url);
  }
  if (request.auth != Auth::none) {
    request.headers.remove("Authorization");
    if (origins.begins_at_home(request.url)) return true;
  }

  const auto origin = origin_of(request.url);
  if (!origin) return origin.error();
  if (request.auth == Auth::none) return false;
  const bool trustworthy = is_trustworthy(*origin);
  if (trustworthy && origins.allows(*origin)) return true;
  if (request.auth == Auth::optional) return false;
  if (!trustworthy) return insecure(*origin);
#if KEYTURN_HAS_HINTS
  return keyturn::detail::make_error(
      Errc::origin_not_allowed, "not in Options::allowed_origins: ",
      (origin->secure ? "https://" : "http://") + origin->host + ':' + std::to_string(origin->port));
#else
  return {Errc::origin_not_allowed, "not in Options::allowed_origins"};
#endif
}
}  // namespace detail

/// Makes the URL absolute and fills in what the request leaves to the options. Whether the access token goes along; or
/// `bad_request`, `insecure_url`, `origin_not_allowed`.
KEYTURN_IN_ONE_PIECE inline Result<bool> prepare(Request& request, const Origins& origins, const Options& options) {
  if (request.max_response == 0) request.max_response = options.max_response;
  if (request.auth != Auth::none && has_sendable_fields(request) && origins.begins_at_home(request.url)) {
    if (!request.headers.empty()) request.headers.remove("Authorization");
    return true;
  }
  return detail::prepare_unknown(request, origins);
}

/// Puts the token on a request, whose header values are wiped from now on when they go (P16).
KEYTURN_IN_ONE_PIECE inline void attach(Request& request, const Snapshot& token) {
  request.headers.keep_secret();
  request.headers.set(token.authorization);
}

/// Whether the answer says that the access token is dead. 403 does not (RFC 6750, section 3.1).
constexpr bool is_unauthorized(const Response& answer) { return answer.status == 401; }

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
