// Reads when a JSON Web Token ends (RFC 7519), for servers that do not say so beside it. Verifies nothing: the token is
// the server's own business, and the answer is only a hint about when to renew it.
#ifndef KEYTURN_PROTOCOL_JWT_HPP
#define KEYTURN_PROTOCOL_JWT_HPP

#include <keyturn/base/maybe.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/concepts/codec.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

constexpr int base64url_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/// The bytes of unpadded base64url text (RFC 4648, section 5); nothing if it is none.
inline Maybe<Secret> decode_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return {};
  for (const char c : text)
    if (base64url_value(c) < 0) return {};
  return Secret{text.size() * 3 / 4, [text](char* into) {
                  std::uint32_t bits = 0;
                  int count = 0;
                  std::size_t written = 0;
                  for (const char c : text) {
                    bits = bits << 6 | static_cast<std::uint32_t>(base64url_value(c));
                    count += 6;
                    if (count < 8) continue;
                    count -= 8;
                    into[written++] = static_cast<char>(bits >> count & 0xff);
                  }
                }};
}

/// The whole part of a number, from 0 to 2^53; not a number counts as 0. Read from its bits (IEEE 754, binary64):
/// firmware would carry floating-point arithmetic along for this alone.
constexpr std::int64_t whole_part(double number) {
  constexpr int fraction_bits = 52, bias = 1023;
  constexpr std::uint64_t one = std::uint64_t{1} << fraction_bits;
  const auto bits = std::bit_cast<std::uint64_t>(number);
  const std::uint64_t fraction = bits & (one - 1);
  const int exponent = static_cast<int>(bits >> fraction_bits & 0x7ff);
  const bool negative = bits >> 63 != 0, not_a_number = exponent == 0x7ff && fraction != 0;
  if (negative || not_a_number || exponent < bias) return 0;
  if (exponent > bias + fraction_bits) return std::int64_t{2} << fraction_bits;
  return static_cast<std::int64_t>((one | fraction) >> (bias + fraction_bits - exponent));
}

/// A moment that a server named, kept between 1970 and 2100, so that differences between two of them never overflow.
constexpr std::chrono::sys_seconds clamped_moment(std::int64_t unix_seconds) {
  constexpr std::int64_t latest = 4102444800;
  return std::chrono::sys_seconds{std::chrono::seconds{clamped<std::int64_t>(unix_seconds, 0, latest)}};
}

}  // namespace detail

/// The `exp` of a token that is a JWT, by the server's clock; nothing for any other token, or one without a number
/// there. Out of range, it is moved to 1970 or 2100.
template <Codec C>
std::optional<std::chrono::sys_seconds> jwt_expiry(const C& codec, std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == token.npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return std::nullopt;

  const auto payload = detail::decode_base64url(token.substr(first + 1, second - first - 1));
  if (!payload) return std::nullopt;
  constexpr std::array<std::string_view, 1> paths{"exp"};
  std::array<Field, 1> fields;
  if (!codec.read(payload->view(), paths, fields) || fields[0].kind != Field::Kind::number) return std::nullopt;
  return detail::clamped_moment(detail::whole_part(fields[0].number));
}

KEYTURN_NAMESPACE_END

#endif
