// A strict reading of http and https URLs, so that "where does this token go" has one answer here and in the transport.
#ifndef KEYTURN_BASE_URL_HPP
#define KEYTURN_BASE_URL_HPP

#include <keyturn/base/result.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// Scheme, host and port: what decides whether a token may go along (RFC 6454, section 4).
struct Origin {
  bool secure = false;     ///< https
  std::string host{};      ///< Lower case; an IPv6 address stands in brackets.
  std::uint16_t port = 0;  ///< Never 0 in an origin that was read.

  friend bool operator==(const Origin&, const Origin&) = default;
};

namespace detail {
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

/// Four decimal numbers without leading zeros, and nothing else: every other spelling of an IPv4 address means
/// different hosts to different parsers.
constexpr bool is_dotted_quad(std::string_view host) {
  for (int part = 0; part < 4; ++part) {
    std::size_t length = 0;
    unsigned value = 0;
    while (length < host.size() && length < 4 && is_digit(host[length]))
      value = value * 10 + static_cast<unsigned>(host[length++] - '0');
    if (length == 0 || value > 255 || (length > 1 && host.front() == '0')) return false;
    host.remove_prefix(length);
    if (part == 3) return host.empty();
    if (!host.starts_with('.')) return false;
    host.remove_prefix(1);
  }
  return false;
}

/// Whether the last label of a name is a number, decimal, octal or hexadecimal: such hosts are addresses to some
/// parsers.
constexpr bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string_view label = host.substr(host.rfind('.') + 1);
  if (label.empty()) return false;
  if (label.size() >= 2 && label[0] == '0' && lower(label[1]) == 'x')
    return label.find_first_not_of("0123456789abcdefABCDEF", 2) == label.npos;
  return label.find_first_not_of("0123456789") == label.npos;
}

constexpr bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '.') return false;
  for (std::size_t i = 0; i < host.size(); ++i) {
    const char c = host[i];
    if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_' && c != '.') return false;
    if (c == '.' && i > 0 && host[i - 1] == '.') return false;
  }
  return ends_in_number(host) ? is_dotted_quad(host) : true;
}

/// RFC 4291, section 2.2, in brackets and without a zone.
constexpr bool is_ipv6_literal(std::string_view host) {
  if (!host.starts_with('[') || !host.ends_with(']')) return false;
  host = host.substr(1, host.size() - 2);
  int groups = 0;
  bool shortened = host.starts_with("::");
  if (shortened) host.remove_prefix(2);
  while (!host.empty()) {
    if (is_dotted_quad(host)) {
      groups += 2;
      break;
    }
    std::size_t length = 0;
    while (length < host.size() && is_hex(host[length])) ++length;
    if (length == 0 || length > 4) return false;
    ++groups;
    host.remove_prefix(length);
    if (host.empty()) break;
    if (!host.starts_with(':') || host == ":") return false;
    host.remove_prefix(1);
    if (!host.starts_with(':')) continue;
    if (shortened) return false;
    shortened = true;
    host.remove_prefix(1);
  }
  return shortened ? groups < 8 : groups == 8;
}

/// Whether all bytes from `begin` on are visible ASCII and none is a backslash. A word at a time, since each call's URL
/// comes by here; some before `begin` may be looked at too.
inline bool holds_only_url_bytes(std::string_view text, std::size_t begin = 0) {
  using Word = std::size_t;
  constexpr Word each = ~Word{0} / 0xff;  // a one in each byte
  // The lowest byte that is refused sets its own top bit in one of the four; what it does to those above is no matter.
  const auto allowed = [](Word bytes) {
    const Word refused = bytes | (bytes + each) | (bytes - each * '!') | ((bytes ^ each * '\\') - each);
    return (refused & each * 0x80) == 0;
  };
  const auto word_at = [text](std::size_t at) {
    Word bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    return bytes;
  };
  if (text.size() < sizeof(Word)) {
    Word bytes = each * 'a';  // what is missing counts as allowed
    if (!text.empty()) std::memcpy(&bytes, text.data(), text.size());
    return allowed(bytes);
  }
  for (; begin + sizeof(Word) < text.size(); begin += sizeof(Word))
    if (!allowed(word_at(begin))) return false;
  return allowed(word_at(text.size() - sizeof(Word)));
}
}  // namespace detail

/// Whether `url` begins with a scheme, and so is no path.
constexpr bool is_absolute_url(std::string_view url) {
  if (url.starts_with("https://")) return true;
  for (const char& c : url) {
    if (c == ':') return &c != url.data();
    if (c == '/' || c == '?' || c == '#') return false;
  }
  return false;
}

/// Whether the host is this machine: 127.0.0.0/8, [::1] or the name localhost, in exactly these spellings.
constexpr bool is_loopback(const Origin& origin) {
  return origin.host == "localhost" || origin.host == "[::1]" ||
         (origin.host.starts_with("127.") && detail::is_dotted_quad(origin.host));
}

/// Whether tokens and passwords may go there: https anywhere, plain http to this machine alone.
constexpr bool is_trustworthy(const Origin& origin) { return origin.secure || is_loopback(origin); }

/// The origin of an absolute http or https URL. `bad_request`, which says what is wrong but does not repeat the URL,
/// for everything that parsers disagree on: user info, backslashes, white space and control characters, bytes above
/// 0x7e (write such hosts in punycode), empty or numeric hosts that are no dotted quad, an empty or impossible port.
inline Result<Origin> origin_of(std::string_view url) {
  if (!detail::holds_only_url_bytes(url))
    return {Errc::bad_request, "URL: it holds a space, a backslash, a control or a non-ASCII character"};

  const std::size_t colon = url.find("://");
  if (colon == url.npos) return {Errc::bad_request, "URL: it does not begin with https:// or http://"};
  Origin origin;
  if (detail::equal_ignoring_case(url.substr(0, colon), "https"))
    origin.secure = true;
  else if (!detail::equal_ignoring_case(url.substr(0, colon), "http"))
    return {Errc::bad_request, "URL: it does not begin with https:// or http://"};

  url.remove_prefix(colon + 3);
  std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  if (authority.find('@') != authority.npos) return {Errc::bad_request, "URL: it holds user info"};

  const std::size_t host_end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  const std::string_view host = authority.substr(0, host_end);
  if (!detail::is_ipv6_literal(host) && !detail::is_host_name(host))
    return {Errc::bad_request, "URL: its host is not a plain name or address"};
  for (const char c : host) origin.host += detail::lower(c);

  if (host.size() == authority.size()) {
    origin.port = origin.secure ? 443 : 80;
    return origin;
  }
  const std::string_view port = authority.substr(host.size() + 1);
  if (authority[host.size()] != ':' || port.empty() || port.size() > 5 ||
      port.find_first_not_of("0123456789") != port.npos)
    return {Errc::bad_request, "URL: its port is not a number"};
  unsigned value = 0;
  for (const char c : port) value = value * 10 + static_cast<unsigned>(c - '0');
  if (value == 0 || value > 65535) return {Errc::bad_request, "URL: its port is out of range"};
  origin.port = static_cast<std::uint16_t>(value);
  return origin;
}

/// `path` below `base`: exactly one slash between them, and never another origin than that of `base`.
inline std::string join_url(std::string_view base, std::string_view path) {
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string url;
  url.reserve(base.size() + 1 + path.size());
  url += base;
  if (!path.starts_with('/') && !path.starts_with('?')) url += '/';
  url += path;
  return url;
}

KEYTURN_NAMESPACE_END

#endif
