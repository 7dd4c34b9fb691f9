// Points in time: keyturn's own steady clock type, and the pair of clocks that each event brings along.
#ifndef KEYTURN_BASE_TIME_HPP
#define KEYTURN_BASE_TIME_HPP

#include <keyturn/config/abi.hpp>

#include <chrono>
#include <cstdint>

KEYTURN_NAMESPACE_BEGIN

/// The clock that lifetimes are counted on: never set, and it runs on while the machine sleeps (CLOCK_BOOTTIME and its
/// like). It has no reading of its own; a `Platform` reads it.
struct SteadyClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SteadyClock>;
  static constexpr bool is_steady = true;
};

using TimePoint = SteadyClock::time_point;
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// One moment on both clocks.
struct Moment {
  TimePoint steady{};
  WallTime wall{};  ///< Only for what outlives the process or comes from a server: it may jump.
};

/// `span` in nanoseconds, stopping at the longest there is: hosts say "no limit" with the largest value of their unit.
template <class Rep, class Period>
constexpr std::chrono::nanoseconds saturated(std::chrono::duration<Rep, Period> span) {
  using Span = std::chrono::duration<Rep, Period>;
  if (span >= std::chrono::duration_cast<Span>(std::chrono::nanoseconds::max())) return std::chrono::nanoseconds::max();
  if (span <= std::chrono::duration_cast<Span>(std::chrono::nanoseconds::min())) return std::chrono::nanoseconds::min();
  return span;
}

namespace detail {
/// `a + b` and `a - b` as if there were no ends: where the sum runs over one, it comes in again at the other.
constexpr std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
constexpr std::int64_t wrapped_difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
}  // namespace detail

/// What is nearest to `value` from `least` to `most`.
template <class T>
constexpr T clamped(T value, T least, T most) {
  return value < least ? least : most < value ? most : value;
}

/// `time + span`, stopping at the ends of the clock instead of overflowing.
constexpr TimePoint later(TimePoint time, std::chrono::nanoseconds span) {
  const auto begin = time.time_since_epoch().count();
  const auto end = detail::wrapped_sum(begin, span.count());
  if ((span.count() < 0) == (end < begin)) return TimePoint{std::chrono::nanoseconds{end}};
  return span.count() < 0 ? TimePoint::min() : TimePoint::max();
}
template <class Rep, class Period>
constexpr TimePoint later(TimePoint time, std::chrono::duration<Rep, Period> span) {
  return later(time, saturated(span));
}

/// What is left from `time` until `deadline`, never negative, and no more than the type can hold.
constexpr std::chrono::nanoseconds left(TimePoint deadline, TimePoint time) {
  if (deadline <= time) return std::chrono::nanoseconds::zero();
  const auto span = detail::wrapped_difference(deadline.time_since_epoch().count(), time.time_since_epoch().count());
  return span < 0 ? std::chrono::nanoseconds::max() : std::chrono::nanoseconds{span};
}

/// The same in whole milliseconds, rounded up, so that a wait never ends early.
constexpr std::chrono::milliseconds milliseconds_left(TimePoint deadline, TimePoint time) {
  return std::chrono::ceil<std::chrono::milliseconds>(left(deadline, time));
}

KEYTURN_NAMESPACE_END

#endif
