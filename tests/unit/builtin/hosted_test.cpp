#include <keyturn/builtin/hosted.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <array>
#include <set>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using keyturn::Hosted;

static_assert(keyturn::Platform<Hosted>);

BOOST_AUTO_TEST_SUITE(hosted)

BOOST_AUTO_TEST_CASE(the_steady_clock_never_goes_back) {
  const Hosted hosted;
  auto last = hosted.now();
  for (int i = 0; i < 1000; ++i) {
    const auto now = hosted.now();
    BOOST_TEST_REQUIRE((now >= last));
    last = now;
  }
}

BOOST_AUTO_TEST_CASE(every_object_reads_the_same_clock) {
  const auto before = Hosted{}.now();
  const auto between = Hosted{}.now();
  BOOST_CHECK(before <= between);
  BOOST_CHECK(between <= Hosted{}.now());
}

BOOST_AUTO_TEST_CASE(random_fills_every_byte_and_does_not_repeat) {
  const Hosted hosted;
  std::set<std::array<std::byte, 16>> seen;
  for (int i = 0; i < 1000; ++i) {
    std::array<std::byte, 16> bytes{};
    BOOST_TEST_REQUIRE(hosted.random(bytes));
    seen.insert(bytes);
  }
  BOOST_TEST(seen.size() == 1000u);

  std::vector<std::byte> large(1 << 20);  // more than one call to the system gives
  BOOST_TEST(hosted.random(large));
  std::array<std::size_t, 256> counts{};
  for (const auto byte : large) ++counts[std::to_integer<std::size_t>(byte)];
  for (const auto count : counts) BOOST_TEST((count > 3000 && count < 5300));
  BOOST_TEST(hosted.random({}));
}

BOOST_AUTO_TEST_CASE(a_wait_until_the_past_returns_at_once_with_the_mutex_locked) {
  Hosted::Mutex mutex;
  Hosted::Condition condition;
  mutex.lock();
  condition.wait_until(mutex, Hosted{}.now() - 1h);
  condition.wait_until(mutex, keyturn::TimePoint::min());
  std::thread other{[&] { BOOST_TEST(!mutex.try_lock()); }};
  other.join();
  mutex.unlock();
}

BOOST_AUTO_TEST_CASE(a_notification_wakes_the_one_who_waits) {
  Hosted::Mutex mutex;
  Hosted::Condition condition;
  bool ready = false;
  std::thread other{[&] {
    mutex.lock();
    ready = true;
    mutex.unlock();
    condition.notify_all();
  }};
  mutex.lock();
  while (!ready) condition.wait(mutex);
  while (!ready) condition.wait_until(mutex, keyturn::TimePoint::max());
  BOOST_TEST(ready);
  mutex.unlock();
  other.join();
}

BOOST_AUTO_TEST_CASE(a_wait_for_a_moment_ends_by_itself) {
  Hosted::Mutex mutex;
  Hosted::Condition condition;
  const auto until = Hosted{}.now() + 2ms;
  mutex.lock();
  while (Hosted{}.now() < until) condition.wait_until(mutex, until);
  mutex.unlock();
  BOOST_CHECK(Hosted{}.now() >= until);
}

BOOST_AUTO_TEST_SUITE_END()
