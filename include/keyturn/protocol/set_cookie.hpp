// Reads one cookie from Set-Cookie (RFC 6265), for servers that hand over the refresh token that way.
#ifndef KEYTURN_PROTOCOL_SET_COOKIE_HPP
#define KEYTURN_PROTOCOL_SET_COOKIE_HPP

#include <keyturn/model/headers.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// `pieces` in one buffer of the right size from the start, so that no piece of a secret stays behind in another.
inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  std::string text;
  // Never so short that it would stand inside the string object: moving that would leave a copy.
  text.reserve(size < sizeof(std::string) ? sizeof(std::string) : size);
  for (const std::string_view piece : pieces) text += piece;
  return text;
}

/// Whether `text` can be sent back in a Cookie header. Wider than the RFC's cookie-octet, as browsers are; what would
/// end the value or the header is out.
constexpr bool is_cookie_value(std::string_view text) {
  for (const char c : text)
    if (c < ' ' || c > '~' || c == ';') return false;
  return !text.empty() && trim(text) == text;
}

/// Whether the attributes, such as "; Path=/; Max-Age=0", delete the cookie.
constexpr bool deletes_cookie(std::string_view attributes) {
  while (!attributes.empty()) {
    attributes.remove_prefix(1);
    const std::string_view attribute = attributes.substr(0, attributes.find(';'));
    attributes.remove_prefix(attribute.size());
    const std::size_t equals = attribute.find('=');
    if (equals == attribute.npos || !equal_ignoring_case(trim(attribute.substr(0, equals)), "max-age")) continue;
    const std::string_view seconds = trim(attribute.substr(equals + 1));
    if (seconds.starts_with('-') || (!seconds.empty() && seconds.find_first_not_of('0') == seconds.npos)) return true;
  }
  return false;
}

/// The value that the last Set-Cookie of that name sets; empty if none does. One that deletes the cookie is passed
/// over, because servers delete an old path's cookie beside setting the new one. Valid as long as `headers` is.
inline std::string_view cookie_value(const Headers& headers, std::string_view name) {
  std::string_view found;
  for (const Header& field : headers) {
    if (!equal_ignoring_case(field.name, "set-cookie")) continue;
    const std::string_view text = field.value;
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view pair = text.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals == pair.npos || trim(pair.substr(0, equals)) != name) continue;
    const std::string_view value = trim(pair.substr(equals + 1));
    if (is_cookie_value(value) && !deletes_cookie(text.substr(end))) found = value;
  }
  return found;
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
