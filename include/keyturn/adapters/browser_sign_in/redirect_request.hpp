// Reads the one kind of request that a browser sends to the redirect URI: a GET without a body.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_REQUEST_HPP
#define KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_REQUEST_HPP

#include <keyturn/base/url.hpp>
#include <keyturn/core/exchange.hpp>
#include <keyturn/model/header_fields.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What was asked, as views into the bytes that were read.
struct RedirectRequest {
  std::string_view method{}, path{}, query{};  ///< `query` without its question mark.
  std::string_view host{};                     ///< As the Host field has it.
};

/// Visible ASCII alone, from a slash on: no absolute form, no authority, nothing that a browser would have encoded.
constexpr bool is_origin_form(std::string_view target) {
  if (!target.starts_with('/')) return false;
  for (const char c : target)
    if (c <= ' ' || c >= 0x7f || c == '#') return false;
  return true;
}

constexpr bool is_field_value(std::string_view text) {
  for (const char c : text)
    if ((c >= 0 && c < ' ' && c != '\t') || c == 0x7f) return false;
  return true;
}

/// Takes the line up to CR LF off the front of `rest`.
constexpr std::string_view take_crlf_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find("\r\n"));
  rest.remove_prefix(line.size() + 2);
  return line;
}

/// The head of a request, from its first byte to the empty line that ends it and no further (RFC 9112, sections 2 to
/// 5). Nothing for what is not exactly one head of HTTP/1.0 or 1.1 with one Host and no body: bare line ends, folded
/// lines, blanks before a colon, control characters, absolute targets and fragments among it.
constexpr std::optional<RedirectRequest> read_redirect_request(std::string_view head) {
  if (head.find("\r\n\r\n") != head.size() - 4 || head.size() < 4) return std::nullopt;
  head.remove_suffix(2);
  RedirectRequest request;

  std::string_view line = take_crlf_line(head);
  request.method = line.substr(0, line.find(' '));
  if (!core::detail::is_http_token(request.method) || request.method.size() == line.size()) return std::nullopt;
  line.remove_prefix(request.method.size() + 1);
  const std::string_view target = line.substr(0, line.find(' '));
  if (!is_origin_form(target) || target.size() == line.size()) return std::nullopt;
  line.remove_prefix(target.size() + 1);
  if (line != "HTTP/1.1" && line != "HTTP/1.0") return std::nullopt;
  request.path = target.substr(0, target.find('?'));
  if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);

  bool has_host = false;
  while (!head.empty()) {
    const std::string_view field = take_crlf_line(head);
    const std::string_view name = field.substr(0, field.find(':'));
    if (!core::detail::is_http_token(name) || name.size() == field.size()) return std::nullopt;
    const std::string_view value = trim(field.substr(name.size() + 1));
    if (!is_field_value(value)) return std::nullopt;
    if (equal_ignoring_case(name, "Transfer-Encoding")) return std::nullopt;
    if (equal_ignoring_case(name, "Content-Length") && value != "0") return std::nullopt;
    if (!equal_ignoring_case(name, "Host")) continue;
    if (has_host) return std::nullopt;
    has_host = true;
    request.host = value;
  }
  if (!has_host) return std::nullopt;
  return request;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
