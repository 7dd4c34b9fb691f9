#include "tests.hpp"

#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <thread>

using namespace std::chrono_literals;
using keyturn::Hosted;

namespace {

void clocks(Findings& f) {
  const Hosted platform;
  const auto before = platform.now();
  const auto real = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(200ms);
  const auto took = platform.now() - before, really = std::chrono::steady_clock::now() - real;
  f.expect(took > really - 40ms && took < really + 40ms, "the steady clock went at a pace of its own");
  f.expect(platform.wall().time_since_epoch() > std::chrono::hours{24 * 365 * 50}, "the time of day is long ago");
}

void randomness(Findings& f) {
  std::array<std::byte, 32> first{}, second{};
  f.expect(Hosted{}.random(first) && Hosted{}.random(second), "there were no random bytes");
  f.expect(first != second && first != std::array<std::byte, 32>{}, "the random bytes were not random");
}

void waits(Findings& f) {
  Hosted::Mutex mutex;
  Hosted::Condition condition;
  bool there = false;
  std::thread other{[&] {
    const std::lock_guard lock{mutex};
    there = true;
    condition.notify_all();
  }};
  {
    const std::lock_guard lock{mutex};
    while (!there) condition.wait(mutex);
  }
  other.join();
  const std::lock_guard lock{mutex};
  const auto end = later(Hosted{}.now(), 100ms);
  while (Hosted{}.now() < end) condition.wait_until(mutex, end);
  f.expect(Hosted{}.now() < end + 1s, "a wait until a time went on after it");
}

}  // namespace

void test_platform(CheckReport& report) {
  report.run("the clocks of Hosted go", clocks);
  report.run("random bytes come from the system", randomness);
  report.run("who waits is woken, by another thread and by time", waits);
}
