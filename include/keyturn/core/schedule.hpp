// When things happen: leeway before expiry, back-off after failures, and how many refreshes fit into a window.
#ifndef KEYTURN_CORE_SCHEDULE_HPP
#define KEYTURN_CORE_SCHEDULE_HPP

#include <keyturn/base/list.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/options.hpp>

#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

namespace core {

inline constexpr std::chrono::seconds first_back_off{1};
inline constexpr std::chrono::seconds longest_back_off{60};
inline constexpr std::chrono::hours longest_retry_after{1};
inline constexpr std::chrono::hours longest_lifetime{24 * 3650};

/// How long before its end a token of this lifetime counts as stale: as configured, but at most half the lifetime so
/// that a short-lived token is not renewed at every call; by default 10 % of it, at most a minute.
constexpr std::chrono::nanoseconds leeway(std::chrono::nanoseconds lifetime,
                                          std::optional<std::chrono::seconds> configured) {
  if (configured) return clamped(saturated(*configured), std::chrono::nanoseconds{0}, lifetime / 2);
  return shorter<std::int64_t, std::nano>(std::chrono::seconds{60},
                                          std::chrono::nanoseconds{keyturn::detail::divided(lifetime.count(), 10)});
}

/// The longest wait after that many failures in a row: 1 s, doubling to 60 s.
constexpr std::chrono::nanoseconds back_off_limit(unsigned failures) {
  if (failures == 0) return std::chrono::nanoseconds{0};
  return shorter<std::int64_t, std::nano>(longest_back_off, first_back_off * (1u << std::min(failures - 1, 6u)));
}

/// A part of 1, in 65536ths: no floating-point arithmetic, which firmware would carry along for this alone.
using Fraction = std::uint16_t;

/// Full jitter: anything above 0 up to that limit. `fraction` is random.
constexpr std::chrono::nanoseconds back_off(unsigned failures, Fraction fraction) {
  const std::chrono::nanoseconds limit = back_off_limit(failures);
  return longer<std::int64_t, std::nano>(std::chrono::milliseconds{1}, limit - limit * fraction / 65536);
}

/// A server's wish, honoured up to an hour.
constexpr std::chrono::nanoseconds honoured(std::chrono::milliseconds retry_after) {
  return clamped<std::chrono::milliseconds>(retry_after, std::chrono::milliseconds{0}, longest_retry_after);
}

/// Random fractions from a seed (SplitMix32): spreads refreshes and retries; no secret depends on it.
class Jitter {
 public:
  void seed(std::uint32_t seed) { state_ ^= seed; }
  Fraction next() {
    std::uint32_t z = (state_ += 0x9e3779b9u);
    z = (z ^ (z >> 16)) * 0x21f0aaadu;
    z = (z ^ (z >> 15)) * 0x735a2d97u;
    return static_cast<Fraction>((z ^ (z >> 15)) >> 16);
  }

 private:
  std::uint32_t state_ = 0;
};

/// Counts refreshes in a sliding window, by the same budget each time.
class RefreshWindow {
 public:
  bool allows(const RefreshBudget& budget, TimePoint time) const {
    unsigned count = 0;
    for (const TimePoint begun : begun_) count += counts(budget, begun, time);
    return count < budget.count;
  }

  void note(const RefreshBudget& budget, TimePoint time) {
    while (!begun_.empty() && !counts(budget, *begun_.begin(), time)) (void)begun_.pop();
    begun_.push(time);
  }

  void clear() { begun_.clear(); }

  /// When the next refresh is allowed, counted from `time`.
  std::chrono::milliseconds wait(const RefreshBudget& budget, TimePoint time) const {
    for (const TimePoint begun : begun_)
      if (counts(budget, begun, time)) return milliseconds_left(later(begun, budget.window), time);
    return budget.window;
  }

 private:
  static bool counts(const RefreshBudget& budget, TimePoint begun, TimePoint time) {
    return later(begun, budget.window) > time;
  }

  List<TimePoint> begun_;  // in order
};

}  // namespace core

KEYTURN_NAMESPACE_END

#endif
