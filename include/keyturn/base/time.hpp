// Points in time: keyturn's own steady clock type, and the pair of clocks that each event brings along.
#ifndef KEYTURN_BASE_TIME_HPP
#define KEYTURN_BASE_TIME_HPP

#include <keyturn/config/abi.hpp>

#include <cstdint>

// Durations and points in time are all that is used of <chrono>, in which libstdc++ has calendars and streams as well.
#if defined(__GLIBCXX__) && __has_include(<bits/chrono.h>)
#include <bits/chrono.h>
#else
#include <chrono>
#endif

KEYTURN_NAMESPACE_BEGIN

/// The clock that lifetimes are counted on: never set, and it runs on while the machine sleeps (CLOCK_BOOTTIME and its
/// like). It has no reading of its own; a `Platform` reads it.
struct SteadyClock {
  /// What the standard library asks of a clock.
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyClock>;
  static constexpr bool is_steady = true;  ///< Never set back.
};

/// A moment on the steady clock, in nanoseconds.
using TimePoint = SteadyClock::time_point;
/// A moment in the time of day (UTC), in milliseconds. The clock may be wrong, and may jump.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// One moment on both clocks.
struct Moment {
  TimePoint steady{};  ///< What lifetimes and deadlines are counted on.
  WallTime wall{};     ///< Only for what outlives the process or comes from a server: it may jump.
};

// What the compiler is asked for here it does anyway where it counts time. Where it counts bytes it would call <chrono>'s
// comparisons, which take addresses, and 32-bit processors would get <chrono>'s classes back through memory.

/// Which of two moments comes first.
[[gnu::always_inline]] constexpr bool operator<(TimePoint a, TimePoint b) {
  return a.time_since_epoch().count() < b.time_since_epoch().count();
}
[[gnu::always_inline]] constexpr bool operator>(TimePoint a, TimePoint b) { return b < a; }
[[gnu::always_inline]] constexpr bool operator<=(TimePoint a, TimePoint b) { return !(b < a); }
[[gnu::always_inline]] constexpr bool operator>=(TimePoint a, TimePoint b) { return !(a < b); }

/// The one that comes first.
[[gnu::always_inline]] constexpr TimePoint earlier(TimePoint a, TimePoint b) {
  const auto first = a.time_since_epoch().count(), second = b.time_since_epoch().count();
  return TimePoint{std::chrono::nanoseconds{second < first ? second : first}};
}

namespace detail {
/// `a + b` and `a - b` as if there were no ends: where the sum runs over one, it comes in again at the other.
constexpr std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
constexpr std::int64_t wrapped_difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

/// `a + b`, stopping at the ends.
KEYTURN_ONCE constexpr std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
  const std::int64_t sum = wrapped_sum(a, b);
  if ((b < 0) == (sum < a)) return sum;
  return b < 0 ? INT64_MIN : INT64_MAX;
}

/// `a * factor`, stopping at the ends; `most` is the largest number divided by the factor.
KEYTURN_ONCE constexpr std::int64_t saturated_product(std::int64_t a, std::int64_t most, std::int64_t factor) {
  if (a >= most) return INT64_MAX;
  if (a <= -most) return INT64_MIN;
  return a * factor;
}

/// `deadline - time`, but never negative, and stopping at the largest number.
KEYTURN_ONCE constexpr std::int64_t span_until(std::int64_t deadline, std::int64_t time) {
  if (deadline <= time) return 0;
  const std::int64_t span = wrapped_difference(deadline, time);
  return span < 0 ? INT64_MAX : span;
}

/// `value / divisor`, rounded down, bit by bit.
KEYTURN_ONCE constexpr std::int64_t long_division(std::int64_t value, std::uint32_t divisor) {
  const bool negative = value < 0;
  std::uint64_t bits = static_cast<std::uint64_t>(negative ? ~value : value);
  std::uint32_t rest = 0;
  for (int bit = 0; bit < 64; ++bit) {
    rest = rest << 1 | static_cast<std::uint32_t>(bits >> 63);
    bits <<= 1;
    if (rest < divisor) continue;
    rest -= divisor;
    bits |= 1;
  }
  return static_cast<std::int64_t>(negative ? ~bits : bits);
}

/// The same as quickly as can be. Firmware would carry a kilobyte along for what a small processor has no instruction for.
KEYTURN_ONCE constexpr std::int64_t divided(std::int64_t value, std::int32_t divisor) {
#if KEYTURN_HAS_HOSTED
  return value / divisor - (value % divisor < 0);
#else
  return long_division(value, static_cast<std::uint32_t>(divisor));
#endif
}

KEYTURN_ONCE constexpr std::int64_t clamped_number(std::int64_t value, std::int64_t least, std::int64_t most) {
  return value < least ? least : most < value ? most : value;
}
}  // namespace detail

/// `span` in nanoseconds, stopping at the longest there is: hosts say "no limit" with the largest value of their unit.
template <class Rep, class Period>
[[gnu::always_inline]] constexpr std::chrono::nanoseconds saturated(std::chrono::duration<Rep, Period> span) {
  using Factor = std::ratio_divide<Period, std::nano>;
  static_assert(Factor::den == 1);
  if constexpr (Factor::num == 1)
    return span;
  else
    return std::chrono::nanoseconds{detail::saturated_product(span.count(), INT64_MAX / Factor::num, Factor::num)};
}

/// What is nearest to `value` from `least` to `most`.
template <class T>
constexpr T clamped(T value, T least, T most) {
  return value < least ? least : most < value ? most : value;
}
template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto clamped(std::chrono::duration<Rep, Period> value,
                                              std::chrono::duration<Rep, Period> least,
                                              std::chrono::duration<Rep, Period> most) {
  return std::chrono::duration<Rep, Period>{detail::clamped_number(value.count(), least.count(), most.count())};
}

/// The shorter and the longer of two.
template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto shorter(std::chrono::duration<Rep, Period> a,
                                              std::chrono::duration<Rep, Period> b) {
  return std::chrono::duration<Rep, Period>{b.count() < a.count() ? b.count() : a.count()};
}
template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto longer(std::chrono::duration<Rep, Period> a,
                                             std::chrono::duration<Rep, Period> b) {
  return std::chrono::duration<Rep, Period>{a.count() < b.count() ? b.count() : a.count()};
}

/// `time + span`, stopping at the ends of the clock instead of overflowing.
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::nanoseconds span) {
  return TimePoint{std::chrono::nanoseconds{detail::saturated_sum(time.time_since_epoch().count(), span.count())}};
}
namespace detail {
KEYTURN_ONCE constexpr std::int64_t milliseconds_later(std::int64_t time, std::int64_t milliseconds) {
  return saturated_sum(time, saturated(std::chrono::milliseconds{milliseconds}).count());
}
}  // namespace detail
/// The same for a span in milliseconds, and in any other unit.
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::milliseconds span) {
  return TimePoint{std::chrono::nanoseconds{detail::milliseconds_later(time.time_since_epoch().count(), span.count())}};
}
template <class Rep, class Period>
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::duration<Rep, Period> span) {
  return later(time, saturated(span));
}

/// What is left from `time` until `deadline`, never negative, and no more than the type can hold.
[[gnu::always_inline]] constexpr std::chrono::nanoseconds left(TimePoint deadline, TimePoint time) {
  return std::chrono::nanoseconds{
      detail::span_until(deadline.time_since_epoch().count(), time.time_since_epoch().count())};
}

/// Whole milliseconds, rounded down, or up.
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_within(std::chrono::nanoseconds span) {
  return std::chrono::milliseconds{detail::divided(span.count(), 1'000'000)};
}
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_around(std::chrono::nanoseconds span) {
  return std::chrono::milliseconds{-detail::divided(-span.count(), 1'000'000)};
}

namespace detail {
KEYTURN_ONCE constexpr std::int64_t milliseconds_until(std::int64_t deadline, std::int64_t time) {
  return milliseconds_around(std::chrono::nanoseconds{span_until(deadline, time)}).count();
}
}  // namespace detail

/// What is left in whole milliseconds, rounded up, so that a wait never ends early.
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_left(TimePoint deadline, TimePoint time) {
  return std::chrono::milliseconds{
      detail::milliseconds_until(deadline.time_since_epoch().count(), time.time_since_epoch().count())};
}

KEYTURN_NAMESPACE_END

#endif
