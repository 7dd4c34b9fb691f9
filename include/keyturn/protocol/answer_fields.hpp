// What stands in the answers of auth servers, whatever their dialect: fields, lifetimes, tokens.
#ifndef KEYTURN_PROTOCOL_ANSWER_FIELDS_HPP
#define KEYTURN_PROTOCOL_ANSWER_FIELDS_HPP

#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/concepts/codec.hpp>
#include <keyturn/protocol/json_api_config.hpp>
#include <keyturn/protocol/jwt.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Fields of an answer that may hold tokens, wiped when they go.
template <std::size_t Count>
struct SecretFields : std::array<Field, Count> {
  SecretFields() = default;
  SecretFields(const SecretFields&) = delete;
  SecretFields& operator=(const SecretFields&) = delete;
  ~SecretFields() {
    for (Field& field : *this) wipe(field.text);
  }
};

/// The whole part of plain decimal text, from 0 to 2^53; nothing for any other text.
constexpr Maybe<std::int64_t> decimal_whole_part(std::string_view text) {
  constexpr std::int64_t most = std::int64_t{1} << 53;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return {};
  std::int64_t number = 0;
  bool fraction = false;
  for (const char c : text) {
    if (!is_digit(c) && (c != '.' || fraction)) return {};
    fraction |= c == '.';
    if (!fraction) number = std::min(number * 10 + (c - '0'), most);
  }
  return negative ? 0 : number;
}

/// A lifetime in whole seconds, of ten years at most.
inline std::chrono::seconds clamped_lifetime(std::int64_t seconds) {
  constexpr std::chrono::seconds longest = std::chrono::hours{24} * 36525 / 10;
  return shorter(std::chrono::seconds{seconds}, longest);
}

/// Whether `text` can stand in an Authorization header: visible ASCII (OAuth 2.1's 1*VSCHAR).
constexpr bool is_visible_ascii(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c > '~') return false;
  return !text.empty();
}

inline bool is_absent(const Field& field) {
  return field.kind == Field::Kind::missing || field.kind == Field::Kind::null;
}

template <class T>
bool contains(const std::vector<T>& list, const T& value) {
  for (const T& one : list)
    if (one == value) return true;
  return false;
}

/// Leaves both empty if there is no number: an odd lifetime is no reason to lose the tokens.
inline void read_expiry(const Field& field, ExpiryUnit unit, std::optional<std::chrono::seconds>& relative,
                        std::optional<std::chrono::sys_seconds>& absolute) {
  Maybe<std::int64_t> number;
  if (field.kind == Field::Kind::number) number = whole_part(field.number);
  if (field.kind == Field::Kind::text) number = decimal_whole_part(field.text);
  if (!number) return;
  if (unit == ExpiryUnit::unix_seconds) {
    absolute = clamped_moment(*number);
    return;
  }
  if (unit == ExpiryUnit::milliseconds) *number = divided(*number, 1000);
  relative = clamped_lifetime(*number);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
