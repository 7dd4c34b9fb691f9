// Keeps a platform's mutex locked for a scope; what std::lock_guard is where there is a <mutex>.
#ifndef KEYTURN_BASE_MUTEX_GUARD_HPP
#define KEYTURN_BASE_MUTEX_GUARD_HPP

#include <keyturn/config/abi.hpp>

KEYTURN_NAMESPACE_BEGIN

template <class Mutex>
class MutexGuard {
 public:
  explicit MutexGuard(Mutex& mutex) : mutex_{mutex} { mutex_.lock(); }
  MutexGuard(const MutexGuard&) = delete;
  MutexGuard& operator=(const MutexGuard&) = delete;
  ~MutexGuard() { mutex_.unlock(); }

 private:
  Mutex& mutex_;
};

KEYTURN_NAMESPACE_END

#endif
