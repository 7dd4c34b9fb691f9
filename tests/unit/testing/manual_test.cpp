#include <keyturn/testing/manual.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <array>

using namespace std::chrono_literals;
using keyturn::TimePoint;
using keyturn::testing::Manual;
using keyturn::testing::ManualClock;

static_assert(keyturn::Platform<Manual>);

BOOST_AUTO_TEST_SUITE(manual)

BOOST_AUTO_TEST_CASE(time_stands_still_until_it_is_moved) {
  ManualClock clock;
  const auto now = clock.now();
  const auto wall = clock.wall();
  BOOST_CHECK(clock.now() == now);
  clock.advance(5s);
  BOOST_CHECK(clock.now() == now + 5s);
  BOOST_CHECK(clock.wall() == wall + 5s);
}

BOOST_AUTO_TEST_CASE(copies_share_the_time) {
  ManualClock clock;
  const ManualClock copy = clock;
  const Manual platform{clock};
  clock.advance(1h);
  BOOST_CHECK(copy.now() == clock.now());
  BOOST_CHECK(platform.now() == clock.now());
  BOOST_CHECK(platform.wall() == clock.wall());
  BOOST_CHECK(ManualClock{}.now() != clock.now());
}

BOOST_AUTO_TEST_CASE(the_time_of_day_can_be_set_alone) {
  ManualClock clock;
  const auto now = clock.now();
  clock.set_wall(std::chrono::system_clock::time_point{});
  BOOST_CHECK(clock.wall() == keyturn::WallTime{});
  BOOST_CHECK(clock.now() == now);
}

BOOST_AUTO_TEST_CASE(advance_to_never_goes_back) {
  ManualClock clock;
  const auto now = clock.now();
  clock.advance_to(now - 1s);
  BOOST_CHECK(clock.now() == now);
  clock.advance_to(now + 1s);
  BOOST_CHECK(clock.now() == now + 1s);
}

BOOST_AUTO_TEST_CASE(a_blocking_wait_advances_the_clock_instead_of_sleeping) {
  ManualClock clock;
  Manual platform{clock};
  Manual::Mutex mutex;
  Manual::Condition condition{platform};
  const auto until = clock.now() + 24h;
  mutex.lock();
  condition.wait_until(mutex, until);
  condition.wait(mutex);
  condition.notify_all();
  mutex.unlock();
  BOOST_CHECK(clock.now() == until);
}

BOOST_AUTO_TEST_CASE(two_platforms_draw_different_numbers_and_copies_never_the_same_twice) {
  using Bytes = std::array<std::byte, 16>;
  const auto draw = [](Manual& platform) {
    Bytes bytes{};
    BOOST_TEST(platform.random(bytes));
    return bytes;
  };
  Manual one{ManualClock{}}, two{ManualClock{}};
  Manual copy = one;
  const Bytes first = draw(one);
  BOOST_CHECK(first != draw(two));
  BOOST_CHECK(first != draw(copy));
  BOOST_CHECK(first != draw(one));
}

BOOST_AUTO_TEST_SUITE_END()
