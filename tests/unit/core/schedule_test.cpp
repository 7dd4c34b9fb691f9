#include <keyturn/core/schedule.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(core_schedule)

BOOST_AUTO_TEST_CASE(leeway_is_a_tenth_of_the_lifetime_up_to_a_minute) {
  static_assert(core::leeway(900s, {}) == 60s);
  static_assert(core::leeway(600s, {}) == 60s);
  static_assert(core::leeway(100s, {}) == 10s);
  static_assert(core::leeway(0s, {}) == 0s);
  static_assert(core::leeway(900s, 30s) == 30s);
  static_assert(core::leeway(900s, 0s) == 0s);
  static_assert(core::leeway(900s, -5s) == 0s);
  static_assert(core::leeway(20s, 300s) == 10s);
  BOOST_TEST((core::leeway(core::longest_lifetime, {}) == 60s));
}

BOOST_AUTO_TEST_CASE(back_off_doubles_to_a_minute) {
  static_assert(core::back_off_limit(0) == 0s);
  static_assert(core::back_off_limit(1) == 1s);
  static_assert(core::back_off_limit(2) == 2s);
  static_assert(core::back_off_limit(6) == 32s);
  static_assert(core::back_off_limit(7) == 60s);
  BOOST_TEST((core::back_off_limit(1'000'000) == 60s));
  BOOST_TEST((core::back_off_limit(~0u) == 60s));
}

BOOST_AUTO_TEST_CASE(jitter_keeps_back_off_above_nothing_and_within_its_limit) {
  static_assert(core::back_off(1, 0) == 1s);
  static_assert(core::back_off(3, 32768) == 2s);
  core::Jitter jitter;
  for (unsigned failures = 0; failures < 20; ++failures)
    for (unsigned i = 0; i < 100; ++i) {
      const auto wait = core::back_off(failures, jitter.next());
      BOOST_TEST_REQUIRE(
          (wait >= 1ms && wait <= std::max<std::chrono::nanoseconds>(1ms, core::back_off_limit(failures))));
    }
}

BOOST_AUTO_TEST_CASE(a_servers_wish_is_honoured_up_to_an_hour) {
  static_assert(core::honoured(0ms) == 0s);
  static_assert(core::honoured(-1ms) == 0s);
  static_assert(core::honoured(90s) == 90s);
  static_assert(core::honoured(24h) == 1h);
  BOOST_TEST((core::honoured(std::chrono::milliseconds::max() / 1'000'000) == 1h));
}

BOOST_AUTO_TEST_CASE(jitter_is_spread_over_the_unit_interval_and_depends_on_its_seed) {
  core::Jitter one, same, other;
  other.seed(42);
  double sum = 0;
  bool differs = false;
  for (unsigned i = 0; i < 10'000; ++i) {
    const core::Fraction value = one.next();
    BOOST_TEST_REQUIRE(value == same.next());
    differs |= value != other.next();
    sum += value / 65536.0;
  }
  BOOST_TEST(differs);
  BOOST_TEST((sum > 4'800 && sum < 5'200));
}

BOOST_AUTO_TEST_CASE(the_window_allows_so_many_and_slides) {
  const RefreshBudget budget{.count = 2, .window = 30s};
  core::RefreshWindow window;
  const TimePoint start{1h};
  BOOST_TEST(window.allows(budget, start));
  window.note(budget, start);
  window.note(budget, start + 10s);
  BOOST_TEST(!window.allows(budget, start + 10s));
  BOOST_TEST((window.wait(budget, start + 10s) == 20s));
  BOOST_TEST(!window.allows(budget, start + 30s - 1ns));
  BOOST_TEST(window.allows(budget, start + 30s));
  window.note(budget, start + 30s);
  BOOST_TEST((window.wait(budget, start + 30s) == 10s));
  window.clear();
  BOOST_TEST(window.allows(budget, start + 30s));
}

BOOST_AUTO_TEST_CASE(a_window_of_nothing_allows_nothing) {
  const RefreshBudget none{.count = 0, .window = 30s}, no_time{.count = 1, .window = 0s};
  core::RefreshWindow window;
  BOOST_TEST(!window.allows(none, TimePoint{}));
  BOOST_TEST((window.wait(none, TimePoint{}) == 30s));
  window.note(no_time, TimePoint{1s});
  BOOST_TEST(window.allows(no_time, TimePoint{1s}));
}

BOOST_AUTO_TEST_SUITE_END()
