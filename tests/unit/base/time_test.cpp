#include <keyturn/base/time.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using keyturn::TimePoint;

BOOST_AUTO_TEST_SUITE(base_time)

BOOST_AUTO_TEST_CASE(later_stops_at_the_ends_of_the_clock) {
  constexpr TimePoint start{}, least = TimePoint::min(), most = TimePoint::max();
  static_assert(later(start, 5ns) == start + 5ns);
  static_assert(later(start, -5ns) == start - 5ns);
  static_assert(later(most, 1ns) == most);
  static_assert(later(most - 5ns, 5ns) == most);
  static_assert(later(most - 5ns, 6ns) == most);
  static_assert(later(most, std::chrono::nanoseconds::max()) == most);
  static_assert(later(least, -1ns) == least);
  static_assert(later(least + 5ns, -6ns) == least);
  static_assert(later(least, std::chrono::nanoseconds::max()) == least + std::chrono::nanoseconds::max());
  static_assert(later(start, std::chrono::nanoseconds::min()) == least);
  BOOST_CHECK(later(start, std::chrono::nanoseconds::max()) == most);
}

BOOST_AUTO_TEST_CASE(left_is_never_negative) {
  constexpr TimePoint now{1h};
  static_assert(keyturn::left(now + 3ns, now) == 3ns);
  static_assert(keyturn::left(now, now) == 0ns);
  static_assert(keyturn::left(now - 3ns, now) == 0ns);
  BOOST_CHECK(keyturn::left(TimePoint::max(), now) == TimePoint::max() - now);
}

BOOST_AUTO_TEST_CASE(left_does_not_overflow_at_the_ends_of_the_clock) {
  BOOST_CHECK(keyturn::left(TimePoint::max(), TimePoint::min()) == std::chrono::nanoseconds::max());
  BOOST_CHECK(keyturn::left(TimePoint::max(), TimePoint{-1ns}) == std::chrono::nanoseconds::max());
  BOOST_CHECK(keyturn::left(TimePoint::min(), TimePoint::max()) == 0ns);
}

BOOST_AUTO_TEST_CASE(milliseconds_are_rounded_up_so_that_no_wait_ends_early) {
  constexpr TimePoint now{1h};
  static_assert(milliseconds_left(now + 1ns, now) == 1ms);
  static_assert(milliseconds_left(now + 1ms, now) == 1ms);
  static_assert(milliseconds_left(now + 1ms + 1ns, now) == 2ms);
  static_assert(milliseconds_left(now, now) == 0ms);
  BOOST_CHECK(milliseconds_left(now - 1h, now) == 0ms);
  BOOST_CHECK(milliseconds_left(TimePoint::max(), now) > 24h);
}

BOOST_AUTO_TEST_CASE(the_clock_is_steady_and_counts_nanoseconds) {
  static_assert(keyturn::SteadyClock::is_steady);
  static_assert(std::is_same_v<TimePoint::duration, std::chrono::nanoseconds>);
  static_assert(std::is_same_v<keyturn::WallTime::duration, std::chrono::milliseconds>);
  BOOST_TEST(TimePoint{}.time_since_epoch().count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
