// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <keyturn/concepts/platform.hpp>

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif
