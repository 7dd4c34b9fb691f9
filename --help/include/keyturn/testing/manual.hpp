/// @file keyturn/testing/manual.hpp A clock that a test moves by hand, and a platform made of it.
#ifndef KEYTURN_TESTING_MANUAL_HPP


#include <keyturn/concepts/platform.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// Time that stands still until the test moves it. Copies share the time. Safe for many threads.
class ManualClock {
 public:
  /// The steady time; begins at one hour.
  TimePoint now() const {
                                               
                           
  }

  /// The time of day; begins with the year 2026.
  WallTime wall() const {
                                               
                                                                        
  }

  /// Moves both clocks on.
  void advance(std::chrono::nanoseconds span) {
                                               
                            
                                                                                           
  }

  /// Sets the time of day alone, as a user or a wrong clock would.
  void set_wall(std::chrono::system_clock::time_point time) {
                                               
                         
  }

  /// Moves both clocks on to `time`; does nothing if that has passed.
  void advance_to(TimePoint time) {
                                                                               
  }

 private:
  struct Shared {
    mutable std::mutex mutex;
    TimePoint steady{std::chrono::hours{1}};
    std::chrono::system_clock::time_point wall{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

/// A platform whose time is a `ManualClock` and whose random numbers repeat from run to run. A blocking wait for a
/// moment in time advances the clock instead of sleeping, so with a blocking client it is for one thread.
class Manual {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// Moves the clock on instead of waiting.
  class Condition {
   public:
    /// On the clock of that platform.
    explicit Condition(Manual& platform) : clock_{platform.clock_} {}

    /// Returns at once: with one thread, nobody else could wake it. Other threads, where an asynchronous client has
    /// some, get their turn.
    void wait(Mutex& mutex) {
                     
                                
                   
    }
    /// Moves the clock on to that time, and returns.
    void wait_until(Mutex&, TimePoint time) {                          }
    /// Nobody waits.
    void notify_all() noexcept {}

   private:
    ManualClock clock_;
  };

  /// Shares that clock with whoever moves it.
  explicit Manual(ManualClock clock) : clock_{std::move(clock)} {}

  /// What the clock says.
  TimePoint now() const {                      }
  /** What the clock says. */ WallTime wall() const {                       }

  /// SplitMix64. Each platform that is made has a seed of its own, which copies share: no two clients draw the same,
  /// and a program that makes them in the same order draws the same each time.
  bool random(std::span<std::byte> bytes) {
                                               
                                   
                                                                
                                                
                                                
                                                            
     
                
  }

 private:
  struct Random {
    std::mutex mutex;
    std::uint64_t state = made.fetch_add(1) << 32;
  };
  static inline std::atomic<std::uint64_t> made{1};
  ManualClock clock_;
  std::shared_ptr<Random> random_ = std::make_shared<Random>();
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
