// Points in time: keyturn's own steady clock type, and the pair of clocks that each event brings along.
#ifndef KEYTURN_BASE_TIME_HPP
#define KEYTURN_BASE_TIME_HPP

#include <keyturn/config/abi.hpp>

#include <chrono>

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

/// What is nearest to `value` from `least` to `most`.
template <class T>
constexpr T clamped(T value, T least, T most) {
  return value < least ? least : most < value ? most : value;
}

/// `time + span`, stopping at the ends of the clock instead of overflowing.
template <class Rep, class Period>
constexpr TimePoint later(TimePoint time, std::chrono::duration<Rep, Period> wanted) {
  const std::chrono::nanoseconds span = saturated(wanted);
  if (span > std::chrono::nanoseconds::zero() && time > TimePoint::max() - span) return TimePoint::max();
  if (span < std::chrono::nanoseconds::zero() && time < TimePoint::min() - span) return TimePoint::min();
  return time + span;
}

/// What is left from `time` until `deadline`, never negative, and no more than the type can hold.
constexpr std::chrono::nanoseconds left(TimePoint deadline, TimePoint time) {
  if (deadline <= time) return std::chrono::nanoseconds::zero();
  if (time < TimePoint{} && deadline > TimePoint::max() + time.time_since_epoch())
    return std::chrono::nanoseconds::max();
  return deadline - time;
}

/// The same in whole milliseconds, rounded up, so that a wait never ends early.
constexpr std::chrono::milliseconds milliseconds_left(TimePoint deadline, TimePoint time) {
  return std::chrono::ceil<std::chrono::milliseconds>(left(deadline, time));
}

KEYTURN_NAMESPACE_END

#endif
