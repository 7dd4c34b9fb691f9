/// @file keyturn/base/mutex_guard.hpp Keeps a platform's mutex locked for a scope; what std::lock_guard is to std::mutex.
#ifndef KEYTURN_BASE_MUTEX_GUARD_HPP


#include <keyturn/config/abi.hpp>

KEYTURN_NAMESPACE_BEGIN

/// Locks `mutex` from its construction on, which may block, and unlocks it when it dies. The mutex must outlive it.
template <class Mutex>
class MutexGuard {
 public:
  /// Locks it.
  explicit MutexGuard(Mutex& mutex) : mutex_{mutex} {                }
  /** @cond */MutexGuard(const MutexGuard&) = delete;/** @endcond */
  /** @cond */MutexGuard& operator=(const MutexGuard&) = delete;/** @endcond */
  /** @cond */~MutexGuard() { mutex_.unlock(); }/** @endcond */

 private:
  Mutex& mutex_;
};

KEYTURN_NAMESPACE_END

#endif
