#include <keyturn/core/http_time.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>

using namespace keyturn;
using namespace std::chrono_literals;

namespace {
constexpr WallTime sample{784'111'777s};  // Sun, 06 Nov 1994 08:49:37 GMT

Headers headers(std::initializer_list<Header> list) {
  Headers headers;
  for (const Header& header : list) headers.add(header.name, header.value);
  return headers;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(core_http_time)

BOOST_AUTO_TEST_CASE(all_three_forms_are_read) {
  static_assert(core::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == sample);
  static_assert(core::parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == sample);
  static_assert(core::parse_http_date("Sun Nov  6 08:49:37 1994") == sample);
  BOOST_TEST((core::parse_http_date("Wed Nov 16 08:49:37 1994") == sample + std::chrono::days{10}));
  BOOST_TEST((core::parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT") == WallTime{}));
  BOOST_TEST((core::parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT") == WallTime{253'402'300'799s}));
  BOOST_TEST((core::parse_http_date("Thu, 29 Feb 2024 00:00:00 GMT") == WallTime{1'709'164'800s}));
  BOOST_TEST((core::parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT") == WallTime{1'483'228'800s}));
}

BOOST_AUTO_TEST_CASE(two_digit_years_lie_between_1970_and_2069) {
  BOOST_TEST((core::parse_http_date("Thursday, 01-Jan-70 00:00:00 GMT") == WallTime{}));
  BOOST_TEST((core::parse_http_date("Tuesday, 31-Dec-69 23:59:59 GMT") == WallTime{3'155'759'999s}));
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_refused) {
  for (const char* text : {"",
                           ",",
                           "0",
                           "now",
                           "Sun, 06 Nov 1994 08:49:37",
                           "Sun, 06 Nov 1994 08:49:37 UTC",
                           "Sun, 06 Nov 1994 08:49:37 GMT ",
                           "Sun,06 Nov 1994 08:49:37 GMT",
                           "Sun, 6 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 94 08:49:37 GMT",
                           "Sun, 06-Nov-1994 08:49:37 GMT",
                           "Sun, 06 Foo 1994 08:49:37 GMT",
                           "Sun, 06 nov 1994 08:49:37 GMT",
                           "Sun, 06 anF 1994 08:49:37 GMT",
                           "Sun, 00 Nov 1994 08:49:37 GMT",
                           "Sun, 31 Nov 1994 08:49:37 GMT",
                           "Wed, 29 Feb 2023 00:00:00 GMT",
                           "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, 06 Nov 1994 08:60:37 GMT",
                           "Sun, 06 Nov 1994 08:49:61 GMT",
                           "Sun, 06 Nov 1994 8:49:37 GMT",
                           "Sun, 06 Nov 1994 -8:49:37 GMT",
                           "Sun, 06 Nov 1994 08-49-37 GMT",
                           "Sun Nov 6 08:49:37 1994",
                           "Sun Nov  6 08:49:37 19x4",
                           "Sun Nov  6 08:49:37 1994 ",
                           "1994-11-06T08:49:37Z"})
    BOOST_TEST(!core::parse_http_date(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(random_text_does_no_harm) {
  std::mt19937_64 random{7};
  const std::string_view letters = "SunMoyNv ,-:0123456789GMT";
  const std::string good = "Sun, 06 Nov 1994 08:49:37 GMT";
  for (unsigned i = 0; i < 50'000; ++i) {
    std::string text = i % 2 == 0 ? good : std::string(random() % 40, ' ');
    for (unsigned changes = 0; changes < 1 + i % 5 && !text.empty(); ++changes)
      text[random() % text.size()] = letters[random() % letters.size()];
    if (i % 7 == 0) text.resize(random() % (text.size() + 1));
    (void)core::parse_http_date(text);
    (void)core::retry_after(headers({{"Retry-After", text}, {"Date", text}}), sample);
  }
}

BOOST_AUTO_TEST_CASE(months_begin_when_the_calendar_of_the_standard_library_says) {
  for (int year = 0; year <= 10'000; ++year)
    for (int month = 1; month <= 13; ++month) {
      const auto first = std::chrono::year{year} / 1 / 1 + std::chrono::months{month - 1};
      BOOST_TEST_REQUIRE(core::detail::days_before(year, month) ==
                         std::chrono::sys_days{first}.time_since_epoch().count());
    }
}

BOOST_AUTO_TEST_CASE(the_servers_clock_is_its_date_unless_a_cache_kept_the_answer) {
  BOOST_TEST((core::server_date(headers({{"date", "Sun, 06 Nov 1994 08:49:37 GMT"}})) == sample));
  BOOST_TEST((core::server_date(headers({{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Age", "0"}})) == sample));
  BOOST_TEST(!core::server_date(headers({{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Age", "5"}})).has_value());
  BOOST_TEST(!core::server_date(headers({{"Date", "yesterday"}})).has_value());
  BOOST_TEST(!core::server_date({}).has_value());
}

BOOST_AUTO_TEST_CASE(retry_after_in_seconds) {
  const auto wait = [](const char* value) { return core::retry_after(headers({{"Retry-After", value}}), sample); };
  BOOST_TEST((wait("120") == 120s));
  BOOST_TEST((wait("0") == 0s));
  BOOST_TEST((wait("000000000000000000007") == 7s));
  BOOST_TEST((wait("3600") == 1h));
  BOOST_TEST((wait("3601") == 1h));
  BOOST_TEST((wait("99999999999999999999999999") == 1h));
  for (const char* nothing : {"", "-1", "+5", "1.5", "5s", " 5", "soon"}) BOOST_TEST((wait(nothing) == 0s), nothing);
  BOOST_TEST((core::retry_after({}, sample) == 0s));
}

BOOST_AUTO_TEST_CASE(retry_after_as_a_date_counts_from_the_answers_own_date) {
  const char* in_a_minute = "Sun, 06 Nov 1994 08:50:37 GMT";
  BOOST_TEST((core::retry_after(headers({{"Retry-After", in_a_minute}}), sample + 20s) == 40s));
  BOOST_TEST((core::retry_after(headers({{"Retry-After", in_a_minute}, {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}),
                                sample + 24h) == 60s));
  BOOST_TEST((core::retry_after(headers({{"Retry-After", in_a_minute}}), sample + 1h) == 0s));
  BOOST_TEST((core::retry_after(headers({{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}}), sample) == 1h));
}

BOOST_AUTO_TEST_SUITE_END()
