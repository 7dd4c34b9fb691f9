// The locks of a shared storage that a client holds, each under the name of the machine's work that wanted it.
#ifndef KEYTURN_DRIVE_HELD_LOCKS_HPP
#define KEYTURN_DRIVE_HELD_LOCKS_HPP

#include <keyturn/concepts/storage.hpp>
#include <keyturn/model/action.hpp>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// Not safe for several threads at once. A lock is released by whoever destroys the last that `take` and `find` gave,
/// which may be slow.
template <class S>
class HeldLocks {
 public:
  using Held = std::shared_ptr<typename S::Lock>;

  void keep(JobId job, Held lock) { locks_.emplace_back(job, std::move(lock)); }

  /// The lock under that name, which stays here; null if there is none.
  [[nodiscard]] Held find(JobId job) const {
    for (const auto& [name, lock] : locks_)
      if (name == job) return lock;
    return nullptr;
  }

  /// The same, and it stays here no longer.
  [[nodiscard]] Held take(JobId job) {
    const auto found = std::find_if(locks_.begin(), locks_.end(), [&](const auto& held) { return held.first == job; });
    if (found == locks_.end()) return nullptr;
    Held lock = std::move(found->second);
    locks_.erase(found);
    return lock;
  }

 private:
  std::vector<std::pair<JobId, Held>> locks_;
};

/// A storage that cannot lock: there is nothing to hold.
template <class S>
requires(!SharedStorage<S>) class HeldLocks<S> {
};

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
