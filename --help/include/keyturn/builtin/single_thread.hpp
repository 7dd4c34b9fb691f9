/// @file keyturn/builtin/single_thread.hpp The platform of firmware and engines: one thread, and three functions in place of what the system lacks.
#ifndef KEYTURN_BUILTIN_SINGLE_THREAD_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/concepts/platform.hpp>

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Needs neither `std::mutex` nor a clock nor `thread_local`. A client with it, and all that it hands out, stays on one
/// thread, outside interrupts. Copies share the functions.
///
/// With one thread nobody else can wake a call that waits, and it waits for one thing alone: the time of the next try
/// of a refresh that failed for now, at most until its own deadline. It does so by calling `now` over and over, so the
/// time must go on between calls; a host that wants to sleep until the next tick, or feed a watchdog, does it in there.
class SingleThread {
 public:
  /// `now`: steady, counts on while the device sleeps, such as a tick counter that does not wrap. `wall`: the time of
  /// day; a device that does not know it gives any, such as `WallTime{}`: then a token from storage may be sent past its
  /// end, and the 401 renews it. `random`: fills the bytes from a generator fit for secrets, or gives false, and what
  /// needed them fails.
  SingleThread(Callback<TimePoint()> now, Callback<WallTime()> wall, Callback<bool(std::span<std::byte>)> random)
      : now_{std::move(now)}, wall_{std::move(wall)}, random_{std::move(random)} {}

  /// Keeps nobody out.
  struct Mutex {
    static constexpr bool one_thread = true;  /**< Clients with it stay on one thread. */
    /// Do nothing.
    void lock() noexcept {}
    /** Do nothing. */ void unlock() noexcept {}
  };

  /// Never waits.
  struct Condition {
    /// Return at once.
    void wait(Mutex&) noexcept {}
    /** Return at once. */ void wait_until(Mutex&, TimePoint) noexcept {}
    /** Return at once. */ void notify_all() noexcept {}
  };

  /// What the three functions say.
  TimePoint now() const {                }
  /** What the three functions say. */ WallTime wall() const {                 }
  /** What the three functions say. */ bool random(std::span<std::byte> bytes) const {                        }

 private:
  Callback<TimePoint()> now_;
  Callback<WallTime()> wall_;
  Callback<bool(std::span<std::byte>)> random_;
};

KEYTURN_NAMESPACE_END

#endif
