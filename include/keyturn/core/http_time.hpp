// The times in HTTP answers: Date and Retry-After, in every form that RFC 9110 allows.
#ifndef KEYTURN_CORE_HTTP_TIME_HPP
#define KEYTURN_CORE_HTTP_TIME_HPP

#include <keyturn/base/maybe.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/core/schedule.hpp>
#include <keyturn/model/headers.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace core {

namespace detail {
inline constexpr std::string_view month_names = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// Days from 1970 to the first of that month, of which the twelfth is not the last: the thirteenth is next January.
constexpr int days_before(int year, int month) {
  // Of years that begin in March the leap day is the last. 400 of them more, so that none is below zero.
  const int years = 400 + year - (month < 3);
  const int month_of_them = month < 3 ? month + 9 : month - 3;
  constexpr int days_to_1970 = 719'468 + 146'097;
  return years * 365 + years / 4 - years / 100 + years / 400 + (153 * month_of_them + 2) / 5 - days_to_1970;
}

/// The parts of a date as the digits of a pattern: of its year two digits each.
enum DatePart { year, month_name, day, hours, minutes, seconds, padded_day, date_parts };

/// A date along a pattern, whose other characters stand for themselves. Years below 100 are those from 1970 to 2069.
constexpr Maybe<WallTime> read_date(std::string_view text, std::string_view pattern) {
  int part[date_parts]{};
  for (const char expected : pattern) {
    const int which = expected - '0';
    const bool stands_for_itself = !keyturn::detail::is_digit(expected);
    const std::size_t size = stands_for_itself ? 1 : which == month_name ? 3 : 2;
    if (text.size() < size) return {};
    if (stands_for_itself) {
      if (text[0] != expected) return {};
    } else if (which == month_name) {
      const std::size_t at = month_names.find(text.data(), 0, size);
      if (at == month_names.npos || at % 3 != 0) return {};
      part[which] = static_cast<int>(at / 3) + 1;
    } else {
      const char tens = which == padded_day && text[0] == ' ' ? '0' : text[0];
      if (!keyturn::detail::is_digit(tens) || !keyturn::detail::is_digit(text[1])) return {};
      part[which] = part[which] * 100 + (tens - '0') * 10 + text[1] - '0';
    }
    text.remove_prefix(size);
  }
  const int of_month = part[day] + part[padded_day];
  int of_era = part[year];
  if (of_era < 100) of_era += of_era < 70 ? 2000 : 1900;
  const int days = days_before(of_era, part[month_name]);
  if (!text.empty() || of_month < 1 || of_month > days_before(of_era, part[month_name] + 1) - days ||
      part[hours] > 23 || part[minutes] > 59 || part[seconds] > 60)
    return {};
  const int of_day = (part[hours] * 60 + part[minutes]) * 60 + part[seconds];
  return WallTime{std::chrono::seconds{std::int64_t{days + of_month - 1} * 86'400 + of_day}};
}
}  // namespace detail

/// An HTTP-date (RFC 9110, section 5.6.7): the present form, and the two of old. Two-digit years are taken as 1970 to
/// 2069.
constexpr Maybe<WallTime> parse_http_date(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == text.npos)  // asctime: Sun Nov  6 08:49:37 1994
    return text.size() == 24 ? detail::read_date(text.substr(4), "1 6 3:4:5 00") : Maybe<WallTime>{};
  text.remove_prefix(comma);
  // The other one of old is that of RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  return detail::read_date(text, text.size() > 4 && text[4] == '-' ? ", 2-1-0 3:4:5 GMT" : ", 2 1 00 3:4:5 GMT");
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
  int number = 0;
  bool is_number = true;
  for (const char c : *value) {
    is_number &= keyturn::detail::is_digit(c);
    number = number * 10 + (c - '0');
    if (number > 100'000 || !is_number) number = 100'000;
  }
  if (is_number) return shorter<std::int64_t, std::milli>(std::chrono::seconds{number}, most);
  const auto date = parse_http_date(*value);
  if (!date) return std::chrono::milliseconds{0};
  return clamped<std::chrono::milliseconds>(*date - server_date(headers).value_or(wall), std::chrono::milliseconds{0},
                                            most);
}

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
