// When things happen: leeway before expiry, back-off after failures, and how many refreshes fit into a window.
#ifndef KEYTURN_CORE_SCHEDULE_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/options.hpp>

#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace core {

inline constexpr std::chrono::seconds first_back_off{1};
inline constexpr std::chrono::seconds longest_back_off{60};
inline constexpr std::chrono::hours longest_retry_after{1};
inline constexpr std::chrono::hours longest_lifetime{24 * 3650};

/// How long before its end a token of this lifetime counts as stale: as configured, but at most half the lifetime so
/// that a short-lived token is not renewed at every call; by default 10 % of it, at most a minute.
constexpr std::chrono::nanoseconds leeway(std::chrono::nanoseconds lifetime,
                                          std::optional<std::chrono::seconds> configured) {
                                                                                                    
                                                                   
                                                                                                                    
}

/// The longest wait after that many failures in a row: 1 s, doubling to 60 s.
constexpr std::chrono::nanoseconds back_off_limit(unsigned failures) {
                                                        
                                                                                                                 
}

/// A part of 1, in 65536ths: no floating-point arithmetic, which firmware would carry along for this alone.
using Fraction = std::uint16_t;

/// Full jitter: anything above 0 up to that limit. `fraction` is random.
constexpr std::chrono::nanoseconds back_off(unsigned failures, Fraction fraction) {
                                                                  
                                                                                                         
}

/// A server's wish, honoured up to an hour.
constexpr std::chrono::nanoseconds honoured(std::chrono::milliseconds retry_after) {
                                                                                                            
}

/// Random fractions from a seed (SplitMix32): spreads refreshes and retries; no secret depends on it.
class Jitter {
 public:
  void seed(std::uint32_t seed) {                 }
  Fraction next() {
                                              
                                      
                                      
                                                        
  }

 private:
  std::uint32_t state_ = 0;
};

/// Counts refreshes in a sliding window, by the same budget each time.
class RefreshWindow {
 public:
  bool allows(const RefreshBudget& budget, TimePoint time) const {
                       
                                                                              
                                
  }

  void note(const RefreshBudget& budget, TimePoint time) {
                                                                                         
                      
  }

  void clear() {                 }

  /// When the next refresh is allowed, counted from `time`.
  std::chrono::milliseconds wait(const RefreshBudget& budget, TimePoint time) const {
                                        
                                                                                                   
                         
  }

 private:
  static bool counts(const RefreshBudget& budget, TimePoint begun, TimePoint time) {
                                              
  }

  List<TimePoint> begun_;  // in order
};

}/** @endcond */  // namespace core

KEYTURN_NAMESPACE_END

#endif
