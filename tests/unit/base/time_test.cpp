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

BOOST_AUTO_TEST_CASE(long_division_rounds_down_as_the_processor_s_own_does) {
  using keyturn::detail::divided;
  using keyturn::detail::long_division;
  for (const std::int64_t value : {INT64_MIN, INT64_MIN + 1, -1'000'000'001l, -1'000'000l, -7l, -1l, 0l, 1l, 999'999l,
                                   1'000'000l, 1'000'001l, 1'700'000'000'000'000'000l, INT64_MAX})
    for (const std::int32_t divisor : {1, 2, 3, 10, 1000, 655'360, 1'000'000, 1'000'000'000}) {
      const std::int64_t quotient = value / divisor - (value % divisor < 0);
      BOOST_TEST(long_division(value, static_cast<std::uint32_t>(divisor)) == quotient);
      BOOST_TEST(divided(value, divisor) == quotient);
    }
}

BOOST_AUTO_TEST_CASE(whole_milliseconds_lie_within_and_around) {
  using keyturn::milliseconds_around;
  using keyturn::milliseconds_within;
  static_assert(milliseconds_within(1'999'999ns) == 1ms && milliseconds_around(1'000'001ns) == 2ms);
  static_assert(milliseconds_within(-1ns) == -1ms && milliseconds_around(-1ns) == 0ms);
  static_assert(milliseconds_within(5ms) == 5ms && milliseconds_around(5ms) == 5ms);
}

BOOST_AUTO_TEST_CASE(the_nearer_and_the_longer_are_chosen) {
  constexpr TimePoint now{1h};
  static_assert(keyturn::earlier(now, now + 1ns) == now && keyturn::earlier(now + 1ns, now) == now);
  static_assert(keyturn::shorter(1ms, 2ms) == 1ms && keyturn::shorter(2ms, 1ms) == 1ms);
  static_assert(keyturn::longer(1ms, 2ms) == 2ms && keyturn::longer(2ms, 1ms) == 2ms);
  static_assert(keyturn::clamped(5ms, 1ms, 3ms) == 3ms && keyturn::clamped(0ms, 1ms, 3ms) == 1ms);
  static_assert(now < now + 1ns && !(now < now) && now + 1ns > now && now <= now && now >= now);
}

BOOST_AUTO_TEST_CASE(spans_of_any_unit_stop_at_the_longest) {
  constexpr TimePoint now{1h};
  static_assert(keyturn::saturated(std::chrono::hours{1}) == 1h);
  static_assert(keyturn::saturated(std::chrono::milliseconds::max()) == std::chrono::nanoseconds::max());
  static_assert(keyturn::saturated(std::chrono::seconds::min()) == std::chrono::nanoseconds::min());
  static_assert(later(now, 5ms) == now + 5ms && later(now, 2s) == now + 2s);
  BOOST_CHECK(later(now, std::chrono::milliseconds::max()) == TimePoint::max());
}

BOOST_AUTO_TEST_CASE(the_clock_is_steady_and_counts_nanoseconds) {
  static_assert(keyturn::SteadyClock::is_steady);
  static_assert(std::is_same_v<TimePoint::duration, std::chrono::nanoseconds>);
  static_assert(std::is_same_v<keyturn::WallTime::duration, std::chrono::milliseconds>);
  BOOST_TEST(TimePoint{}.time_since_epoch().count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
