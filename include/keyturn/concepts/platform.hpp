// What the host system gives: clocks, randomness, and a way to wait. The concept that firmware and tests implement.
//
// | expression | type | meaning |
// |---|---|---|
// | `e.now()` | `TimePoint` | steady, runs on while the machine sleeps |
// | `e.wall()` | `std::chrono::sys_time<std::chrono::milliseconds>` | the time of day; may be wrong, may jump |
// | `e.random(bytes)` | `bool` | fills `bytes` from the system's generator; false: the call that needed it fails |
// | `E::Mutex` | default constructible | `lock()`, `unlock()` |
// | `E::Condition` | constructible from `E&`, or default constructible | `wait(mutex)`, `wait_until(mutex, TimePoint)`,
// `notify_all()` |
//
// Threads: everything is called from every thread that uses the client. `wait` and `wait_until` block, and may wake
// early; the mutex is locked when they are called and when they return. The rest does not block.
#ifndef KEYTURN_CONCEPTS_PLATFORM_HPP
#define KEYTURN_CONCEPTS_PLATFORM_HPP

#include <keyturn/base/time.hpp>

#include <concepts>
#include <cstddef>
#include <span>

KEYTURN_NAMESPACE_BEGIN

template <class E>
concept Platform = requires(E& platform, std::span<std::byte> bytes, typename E::Mutex& mutex,
                            typename E::Condition& condition, TimePoint time) {
  { platform.now() } -> std::same_as<TimePoint>;
  { platform.wall() } -> std::same_as<std::chrono::sys_time<std::chrono::milliseconds>>;
  { platform.random(bytes) } -> std::same_as<bool>;
  mutex.lock();
  mutex.unlock();
  condition.wait(mutex);
  condition.wait_until(mutex, time);
  condition.notify_all();
}
&&(std::constructible_from<typename E::Condition, E&> || std::default_initializable<typename E::Condition>);

/// Both clocks at once.
Moment read_clocks(Platform auto& platform) { return {platform.now(), platform.wall()}; }

KEYTURN_NAMESPACE_END

#endif
