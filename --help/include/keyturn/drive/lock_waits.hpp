// The waits for a lock of a shared storage that somebody else holds: it is tried again after pauses that grow.
#ifndef KEYTURN_DRIVE_LOCK_WAITS_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/action.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

struct LockWait {
  JobId job;                           // the machine's work that wants the lock
  TimePoint until;                     // when patience ends
  TimePoint again{};                   // when it is tried next
  std::chrono::milliseconds pause{5};  // how long after a try that failed
};

/// Not safe for several threads at once.
class LockWaits {
 public:
  /// The lock could not be had: it is due again after its pause, which is longer the next time.
  void put_off(LockWait wait, TimePoint time) {
                                                               
                                                         
                      
  }

  /// When the first is due; `TimePoint::max()`: none waits.
  TimePoint next_due() const {
                                      
                                                                          
                
  }

  [[nodiscard]] List<LockWait> take_due(TimePoint time) {
                       
                                       
                                             
                                                                               
               
  }

  void clear() noexcept {                 }

 private:
  static constexpr std::chrono::milliseconds longest_pause{100};

  List<LockWait> waits_;
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
