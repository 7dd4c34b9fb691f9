// The Authorization header with which a client says who it is (RFC 6749, section 2.3.1; RFC 7617).
#ifndef KEYTURN_PROTOCOL_CLIENT_AUTH_HPP
#define KEYTURN_PROTOCOL_CLIENT_AUTH_HPP

#include <keyturn/base/secret.hpp>
#include <keyturn/protocol/form.hpp>

#include <cstdint>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// With padding (RFC 4648, section 4).
inline void append_base64(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (; !bytes.empty(); bytes.remove_prefix(bytes.size() < 3 ? bytes.size() : 3)) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) out += i <= bytes.size() ? digits[bits >> (18 - 6 * i) & 63] : '=';
  }
}

}  // namespace detail

/// "Basic …" of id and secret, each form encoded first, so that a colon in either of them divides nothing. Stands in one
/// buffer; what it was made of is wiped.
inline std::string basic_authorization(std::string_view client_id, std::string_view client_secret) {
  const Secret pair{detail::form_size(client_id) + 1 + detail::form_size(client_secret), [&](char* into) {
                      const auto put = [&into](char c) { *into++ = c; };
                      detail::write_form(put, client_id);
                      put(':');
                      detail::write_form(put, client_secret);
                    }};
  std::string text;
  text.reserve(6 + (pair.size() + 2) / 3 * 4 + sizeof(std::string));  // never inside the string object itself
  text += "Basic ";
  detail::append_base64(text, pair.view());
  return text;
}

KEYTURN_NAMESPACE_END

#endif
