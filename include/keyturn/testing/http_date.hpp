// Writes the dates of HTTP answers.
#ifndef KEYTURN_TESTING_HTTP_DATE_HPP
#define KEYTURN_TESTING_HTTP_DATE_HPP

#include <keyturn/base/time.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// The present form of an HTTP-date (RFC 9110, section 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
inline std::string http_date(WallTime time) {
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

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
