// Where calls find the current access token without a lock: one acquire load, and a cache that the thread owns.
#ifndef KEYTURN_DRIVE_PUBLISHED_HPP


#include <keyturn/concepts/platform.hpp>
#include <keyturn/model/access_token.hpp>

#include <array>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

/// The published token of one client that stays on one thread.
template <class Mutex>
class Published {
  static_assert(OneThread<Mutex>,
                "a client on many threads needs thread_local, and with it a standard library that has threads; a "
                "platform for one thread says so: static constexpr bool Mutex::one_thread = true");

 public:
  void store(SnapshotPin snapshot) {                                 }

  /// The current token, or null. Valid until the next call.
  const Snapshot* find() const {                        }

 private:
  SnapshotPin current_;
};

#if KEYTURN_HAS_HOSTED
/** @cond */namespace detail {
/// One thread's pins, by publication number. Plain data without a destructor, so that reading it costs no guard.
struct PinnedByThread {
  struct Slot {
    const void* owner;
    std::uint64_t number;
    const Snapshot* snapshot;

    /// Holds that one, and lets go of the one before.
    void pin(const Snapshot* next) {
                                                              
                      
    }
  };
  std::array<Slot, 4> slots;
};
inline constinit thread_local PinnedByThread pinned{};

struct ReleaseAtThreadEnd {
  bool armed = false;
  /** @cond */~ReleaseAtThreadEnd() {
    for (auto& slot : pinned.slots) slot.pin(nullptr);
  }/** @endcond */
};
/// From now on the pins are let go of when this thread ends. On the slow path alone. Inside a function, because with MinGW's
/// g++ an inline thread_local with a destructor is defined twice in a program of two units.
inline void release_at_thread_end() {
                                                 
                       
}

inline Atomic<std::uint64_t> last_publication{0};
}/** @endcond */  // namespace detail

/// The same for many threads. Each publication has a number that no other has in this process; a thread that
/// has seen it keeps the snapshot pinned, and readers write no shared memory. After a change a thread lets go of the
/// old token at its next call, or when it ends.
template <class Mutex>
requires(!OneThread<Mutex>) class Published<Mutex> {
 public:
  /** @cond */Published() = default;/** @endcond */
  /** @cond */Published(const Published&) = delete;/** @endcond */
  /** @cond */Published& operator=(const Published&) = delete;/** @endcond */

  void store(SnapshotPin snapshot) {
                                                                                    
                  
                                                                                  
                                   
                          
                    
  }

  /// The current token, or null. Valid until this thread's next call of any client.
  KEYTURN_IN_ONE_PIECE const Snapshot* find() {
                
                                                                                                                        
                                                
                                         
                                                             
  }

 private:
  const Snapshot* let_go(detail::PinnedByThread::Slot& slot) {
                                              
                   
  }

  const Snapshot* pin(detail::PinnedByThread::Slot& slot) {
                                    
                  
                                   
                                 
                    
                      
                                
                         
  }

  Atomic<std::uint64_t> number_{0};
  Mutex mutex_;
  SnapshotPin current_;
};
#endif

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
