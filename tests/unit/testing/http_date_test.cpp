#include <keyturn/testing/http_date.hpp>

#include <keyturn/core/http_time.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <random>

using namespace keyturn;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(testing_http_date)

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  BOOST_TEST(testing::http_date(WallTime{784'111'777s}) == "Sun, 06 Nov 1994 08:49:37 GMT");
  BOOST_TEST(testing::http_date(WallTime{}) == "Thu, 01 Jan 1970 00:00:00 GMT");
  std::mt19937_64 random{3};
  for (unsigned i = 0; i < 2'000; ++i) {
    const WallTime time{std::chrono::seconds{random() % 253'402'300'800u}};
    BOOST_TEST_REQUIRE((core::parse_http_date(testing::http_date(time + 999ms)) == time));
  }
}

BOOST_AUTO_TEST_SUITE_END()
