// The values of Date, Retry-After and Age, a line each.
#include "fuzz.hpp"

#include <keyturn/core/http_time.hpp>
#include <keyturn/testing/http_date.hpp>

#include <chrono>

using namespace keyturn;
using keyturn_fuzz::expect;

static void expect_written_back(std::string_view text) {
  constexpr WallTime year_10000 = std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1};
  const auto date = core::parse_http_date(text);
  if (date && *date < year_10000)  // a leap second may end the last year of four digits
    expect(core::parse_http_date(testing::http_date(*date)) == date, "a date that is written reads back");
}

void fuzz(std::string_view input) {
  constexpr WallTime wall = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  Headers headers;
  for (const char* name : {"Date", "Retry-After", "Age"}) {
    const std::string_view value = keyturn_fuzz::take_line(input);
    expect_written_back(value);
    if (!value.empty()) headers.add(name, std::string{value});
  }
  const auto date = core::server_date(headers);
  expect(!date || (headers.get("Date") && date == core::parse_http_date(*headers.get("Date"))), "a date is the Date's");
  const auto away = core::retry_after(headers, wall);
  expect(away >= std::chrono::milliseconds{0} && away <= std::chrono::hours{1}, "nobody stays away for over an hour");
}
