#include <keyturn/protocol/device_authorization.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(device_authorization)

Field number(double value) { return {.kind = Field::Kind::number, .number = value}; }

BOOST_AUTO_TEST_CASE(the_interval_is_five_seconds_and_never_a_flood_nor_for_ever) {
  BOOST_TEST((DeviceAuthorization{}.interval == 5s));
  BOOST_TEST((detail::device_interval(number(7)) == 7s));
  BOOST_TEST((detail::device_interval({.kind = Field::Kind::text, .text = "7"}) == 7s));
  for (const double low : {0., -3., 0.5}) BOOST_TEST((detail::device_interval(number(low)) == 1s));
  for (const double high : {61., 1e9, 1e300}) BOOST_TEST((detail::device_interval(number(high)) == 60s));
  BOOST_TEST(!detail::device_interval({}));
}

BOOST_AUTO_TEST_CASE(a_code_lives_half_an_hour_at_most) {
  BOOST_TEST((DeviceAuthorization{}.expires_in == 30min));
  BOOST_TEST((detail::device_span(number(900)) == 900s));
  BOOST_TEST((detail::device_span(number(0)) == 0s));
  BOOST_TEST((detail::device_span(number(86'400)) == 30min));
  BOOST_TEST(!detail::device_span({}));
}

BOOST_AUTO_TEST_CASE(a_poll_of_which_nothing_is_known_has_failed) {
  BOOST_TEST((DevicePoll{}.kind == DevicePoll::Kind::failed));
}

BOOST_AUTO_TEST_SUITE_END()
