/// @file keyturn/base/time.hpp Points in time: keyturn's own steady clock type, and the pair of clocks that each event brings along.
#ifndef KEYTURN_BASE_TIME_HPP


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
  /** What the standard library asks of a clock. */ using rep = duration::rep;
  /** What the standard library asks of a clock. */ using period = duration::period;
  /** What the standard library asks of a clock. */ using time_point = std::chrono::time_point<SteadyClock>;
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
                                                                     
}
/** Which of two moments comes first. */ [[gnu::always_inline]] constexpr bool operator>(TimePoint a, TimePoint b) {               }
/** Which of two moments comes first. */ [[gnu::always_inline]] constexpr bool operator<=(TimePoint a, TimePoint b) {                  }
/** Which of two moments comes first. */ [[gnu::always_inline]] constexpr bool operator>=(TimePoint a, TimePoint b) {                  }

/// The one that comes first.
[[gnu::always_inline]] constexpr TimePoint earlier(TimePoint a, TimePoint b) {
                                                                                         
                                                                              
}

/** @cond */namespace detail {
/// `a + b` and `a - b` as if there were no ends: where the sum runs over one, it comes in again at the other.
constexpr std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
                                                                                                  
}
/** `a + b` and `a - b` as if there were no ends: where the sum runs over one, it comes in again at the other. */ constexpr std::int64_t wrapped_difference(std::int64_t a, std::int64_t b) {
                                                                                                  
}

/// `a + b`, stopping at the ends.
KEYTURN_ONCE constexpr std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
                                             
                                       
                                       
}

/// `a * factor`, stopping at the ends; `most` is the largest number divided by the factor.
KEYTURN_ONCE constexpr std::int64_t saturated_product(std::int64_t a, std::int64_t most, std::int64_t factor) {
                                  
                                   
                    
}

/// `deadline - time`, but never negative, and stopping at the largest number.
KEYTURN_ONCE constexpr std::int64_t span_until(std::int64_t deadline, std::int64_t time) {
                                 
                                                               
                                     
}

/// `value / divisor`, rounded down, bit by bit.
KEYTURN_ONCE constexpr std::int64_t long_division(std::int64_t value, std::uint32_t divisor) {
                                  
                                                                             
                         
                                      
                                                              
               
                                 
                    
              
   
                                                            
}

/// The same as quickly as can be. Firmware would carry a kilobyte along for what a small processor has no instruction for.
KEYTURN_ONCE constexpr std::int64_t divided(std::int64_t value, std::int32_t divisor) {
                      
                                                 
     
                                                                   
      
}

KEYTURN_ONCE constexpr std::int64_t clamped_number(std::int64_t value, std::int64_t least, std::int64_t most) {
                                                             
}
}/** @endcond */  // namespace detail

/// `span` in nanoseconds, stopping at the longest there is: hosts say "no limit" with the largest value of their unit.
template <class Rep, class Period>
[[gnu::always_inline]] constexpr std::chrono::nanoseconds saturated(std::chrono::duration<Rep, Period> span) {
                                                      
                                  
                                 
                
      
                                                                                                                   
}

/// What is nearest to `value` from `least` to `most`.
template <class T>
constexpr T clamped(T value, T least, T most) {
                                                             
}
/** What is nearest to `value` from `least` to `most`. */ template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto clamped(std::chrono::duration<Rep, Period> value,
                                              std::chrono::duration<Rep, Period> least,
                                              std::chrono::duration<Rep, Period> most) {
                                                                                                                
}

/// The shorter and the longer of two.
template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto shorter(std::chrono::duration<Rep, Period> a,
                                              std::chrono::duration<Rep, Period> b) {
                                                                                           
}
/** The shorter and the longer of two. */ template <class Rep, class Period>
[[gnu::always_inline]] constexpr auto longer(std::chrono::duration<Rep, Period> a,
                                             std::chrono::duration<Rep, Period> b) {
                                                                                           
}

/// `time + span`, stopping at the ends of the clock instead of overflowing.
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::nanoseconds span) {
                                                                                                                   
}
/** @cond */namespace detail {
KEYTURN_ONCE constexpr std::int64_t milliseconds_later(std::int64_t time, std::int64_t milliseconds) {
                                                                                         
}
}/** @endcond */  // namespace detail
/// The same for a span in milliseconds, and in any other unit.
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::milliseconds span) {
                                                                                                                        
}
/** The same for a span in milliseconds, and in any other unit. */ template <class Rep, class Period>
[[gnu::always_inline]] constexpr TimePoint later(TimePoint time, std::chrono::duration<Rep, Period> span) {
                                      
}

/// What is left from `time` until `deadline`, never negative, and no more than the type can hold.
[[gnu::always_inline]] constexpr std::chrono::nanoseconds left(TimePoint deadline, TimePoint time) {
                                  
                                                                                                
}

/// Whole milliseconds, rounded down, or up.
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_within(std::chrono::nanoseconds span) {
                                                                             
}
/** Whole milliseconds, rounded down, or up. */ [[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_around(std::chrono::nanoseconds span) {
                                                                               
}

/** @cond */namespace detail {
KEYTURN_ONCE constexpr std::int64_t milliseconds_until(std::int64_t deadline, std::int64_t time) {
                                                                                           
}
}/** @endcond */  // namespace detail

/// What is left in whole milliseconds, rounded up, so that a wait never ends early.
[[gnu::always_inline]] constexpr std::chrono::milliseconds milliseconds_left(TimePoint deadline, TimePoint time) {
                                   
                                                                                                        
}

KEYTURN_NAMESPACE_END

#endif
