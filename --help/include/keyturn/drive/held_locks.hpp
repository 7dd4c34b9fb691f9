// The locks of a shared storage that a client holds, each under the name of the machine's work that wanted it.
#ifndef KEYTURN_DRIVE_HELD_LOCKS_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/shared.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/model/action.hpp>

#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// A lock with several holders, so that it stays where it is used, whoever gives it back meanwhile.
template <class Lock>
struct HeldLock : Holders {
  explicit HeldLock(Lock&& taken) : lock{std::move(taken)} {}
  Lock lock;
};

/// Not safe for several threads at once. A lock is released by whoever destroys the last that `take` and `find` gave,
/// which may be slow.
template <class S>
class HeldLocks {
 public:
  using Held = Shared<HeldLock<typename S::Lock>>;

  void keep(JobId job, Held lock) {                                      }

  /// The lock under that name, which stays here; null if there is none.
  [[nodiscard]] Held find(JobId job) const {
                                    
                                            
                   
  }

  /// The same, and it stays here no longer.
  [[nodiscard]] Held take(JobId job) {
                          
                                                                         
                
  }

 private:
  struct Named {
    JobId job;
    Held lock;
  };
  List<Named> locks_;
};

/// A storage that cannot lock: there is nothing to hold.
template <class S>
requires(!SharedStorage<S>) class HeldLocks<S> {
};

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
