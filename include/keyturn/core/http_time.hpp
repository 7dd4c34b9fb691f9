// The times in HTTP answers: Date and Retry-After, in every form that RFC 9110 allows.
#ifndef KEYTURN_CORE_HTTP_TIME_HPP
#define KEYTURN_CORE_HTTP_TIME_HPP

#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/core/schedule.hpp>
#include <keyturn/model/headers.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace core {

namespace detail {
/// The number at the front of `text`, of `least` to `most` digits; takes it off.
constexpr Maybe<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t size = 0;
  int value = 0;
  while (size < text.size() && size < most && keyturn::detail::is_digit(text[size]))
    value = value * 10 + (text[size++] - '0');
  if (size < least) return {};
  text.remove_prefix(size);
  return value;
}

constexpr bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

constexpr Maybe<unsigned> take_month(std::string_view& text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (unsigned i = 0; i < 12; ++i)
    if (take(text, months.substr(3 * i, 3))) return i + 1;
  return {};
}

constexpr Maybe<std::chrono::seconds> take_clock(std::string_view& text) {
  const auto hours = take_number(text, 2, 2);
  if (!hours || !take(text, ":")) return {};
  const auto minutes = take_number(text, 2, 2);
  if (!minutes || !take(text, ":")) return {};
  const auto seconds = take_number(text, 2, 2);
  if (!seconds || *hours > 23 || *minutes > 59 || *seconds > 60) return {};
  return std::chrono::hours{*hours} + std::chrono::minutes{*minutes} + std::chrono::seconds{*seconds};
}

constexpr Maybe<WallTime> at(Maybe<int> year, Maybe<unsigned> month, Maybe<int> day,
                             Maybe<std::chrono::seconds> clock) {
  if (!year || !month || !day || !clock) return {};
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return {};
  return WallTime{std::chrono::sys_days{date}} + *clock;
}
}  // namespace detail

/// An HTTP-date (RFC 9110, section 5.6.7): the present form, and the two of old. Two-digit years are taken as 1970 to
/// 2069.
constexpr Maybe<WallTime> parse_http_date(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == text.npos) {  // asctime: Sun Nov  6 08:49:37 1994
    if (text.size() != 24) return {};
    text.remove_prefix(4);
    const auto month = detail::take_month(text);
    if (!detail::take(text, "  ") && !detail::take(text, " ")) return {};
    const auto day = detail::take_number(text, 1, 2);
    if (!detail::take(text, " ")) return {};
    const auto clock = detail::take_clock(text);
    if (!detail::take(text, " ")) return {};
    const auto year = detail::take_number(text, 4, 4);
    return text.empty() ? detail::at(year, month, day, clock) : Maybe<WallTime>{};
  }
  text.remove_prefix(comma + 1);
  if (!detail::take(text, " ")) return {};
  const auto day = detail::take_number(text, 2, 2);
  const bool old = text.starts_with('-');  // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  const std::string_view separator = old ? "-" : " ";
  if (!detail::take(text, separator)) return {};
  const auto month = detail::take_month(text);
  if (!detail::take(text, separator)) return {};
  auto year = detail::take_number(text, old ? 2 : 4, old ? 2 : 4);
  if (old && year) *year += *year < 70 ? 2000 : 1900;
  if (!detail::take(text, " ")) return {};
  const auto clock = detail::take_clock(text);
  return text == " GMT" ? detail::at(year, month, day, clock) : Maybe<WallTime>{};
}

/// The present form of an HTTP-date: "Sun, 06 Nov 1994 08:49:37 GMT".
inline std::string format_http_date(WallTime time) {
  constexpr std::string_view days = "SunMonTueWedThuFriSat", months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time - day).count();
  const auto padded = [](long long value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  std::string text{days.substr(3 * std::chrono::weekday{day}.c_encoding(), 3)};
  text += ", " + padded(static_cast<unsigned>(date.day()), 2) + " ";
  text += months.substr(3 * (static_cast<unsigned>(date.month()) - 1), 3);
  text += " " + padded(static_cast<int>(date.year()), 4) + " " + padded(seconds / 3600, 2) + ":" +
          padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2) + " GMT";
  return text;
}

/// The server's clock when it answered. Nothing for an answer out of a cache, whose Date is old (it has an Age).
inline Maybe<WallTime> server_date(const Headers& headers) {
  const auto age = headers.get("Age");
  const auto date = headers.get("Date");
  if (!date || (age && *age != "0")) return {};
  return parse_http_date(*date);
}

/// How long the server wants us to stay away (RFC 9110, section 10.2.3): seconds, or a date, which is taken relative to
/// the answer's own Date, else to `wall`. 0 if it says nothing that can be read; an hour at most.
inline std::chrono::milliseconds retry_after(const Headers& headers, WallTime wall) {
  const auto value = headers.get("Retry-After");
  if (!value || value->empty()) return std::chrono::milliseconds{0};
  constexpr std::chrono::milliseconds most = longest_retry_after;
  if (value->find_first_not_of("0123456789") == value->npos) {
    std::string_view digits = *value;
    while (digits.starts_with('0')) digits.remove_prefix(1);
    if (digits.size() > 5) return most;
    return std::min<std::chrono::milliseconds>(std::chrono::seconds{detail::take_number(digits, 0, 5).value_or(0)},
                                               most);
  }
  const auto date = parse_http_date(*value);
  if (!date) return std::chrono::milliseconds{0};
  return clamped<std::chrono::milliseconds>(*date - server_date(headers).value_or(wall), std::chrono::milliseconds{0},
                                            most);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
