// Where calls find the current access token without a lock: one acquire load, and a cache that the thread owns.
#ifndef KEYTURN_DRIVE_PUBLISHED_HPP
#define KEYTURN_DRIVE_PUBLISHED_HPP

#include <keyturn/concepts/platform.hpp>
#include <keyturn/model/access_token.hpp>

#include <array>

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// The published token of one client that stays on one thread.
template <class Mutex>
class Published {
  static_assert(OneThread<Mutex>,
                "a client on many threads needs thread_local, and with it a standard library that has threads; a "
                "platform for one thread says so: static constexpr bool Mutex::one_thread = true");

 public:
  void store(SnapshotPin snapshot) { current_ = std::move(snapshot); }

  /// The current token, or null. Valid until the next call.
  const Snapshot* find() const { return current_.get(); }

 private:
  SnapshotPin current_;
};

#if KEYTURN_HAS_HOSTED
namespace detail {
/// One thread's pins, by publication number. Plain data without a destructor, so that reading it costs no guard.
struct PinnedByThread {
  struct Slot {
    const void* owner;
    std::uint64_t number;
    const Snapshot* snapshot;

    /// Holds that one, and lets go of the one before.
    void pin(const Snapshot* next) {
      const SnapshotPin before = SnapshotPin::adopt(snapshot);
      snapshot = next;
    }
  };
  std::array<Slot, 4> slots;
};
inline constinit thread_local PinnedByThread pinned{};

struct ReleaseAtThreadEnd {
  bool armed = false;
  ~ReleaseAtThreadEnd() {
    for (auto& slot : pinned.slots) slot.pin(nullptr);
  }
};
/// From now on the pins are let go of when this thread ends. On the slow path alone. Inside a function, because with MinGW's
/// g++ an inline thread_local with a destructor is defined twice in a program of two units.
inline void release_at_thread_end() {
  static thread_local ReleaseAtThreadEnd release;
  release.armed = true;
}

inline Atomic<std::uint64_t> last_publication{0};
}  // namespace detail

/// The same for many threads. Each publication has a number that no other has in this process; a thread that
/// has seen it keeps the snapshot pinned, and readers write no shared memory. After a change a thread lets go of the
/// old token at its next call, or when it ends.
template <class Mutex>
requires(!OneThread<Mutex>) class Published<Mutex> {
 public:
  Published() = default;
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  void store(SnapshotPin snapshot) {
    const std::uint64_t number = snapshot ? detail::last_publication.add(1) + 1 : 0;
    mutex_.lock();
    const SnapshotPin before = std::move(current_);  // let go of without the lock
    current_ = std::move(snapshot);
    number_.store(number);
    mutex_.unlock();
  }

  /// The current token, or null. Valid until this thread's next call of any client.
  KEYTURN_IN_ONE_PIECE const Snapshot* find() {
    auto& slot =
        detail::pinned.slots[reinterpret_cast<std::uintptr_t>(this) / alignof(Published) % detail::pinned.slots.size()];
    const std::uint64_t number = number_.load();
    if (number == 0) return let_go(slot);
    return slot.number == number ? slot.snapshot : pin(slot);
  }

 private:
  const Snapshot* let_go(detail::PinnedByThread::Slot& slot) {
    if (slot.owner == this) slot.pin(nullptr);
    return nullptr;
  }

  const Snapshot* pin(detail::PinnedByThread::Slot& slot) {
    detail::release_at_thread_end();
    mutex_.lock();
    SnapshotPin current = current_;
    slot.number = number_.load();
    mutex_.unlock();
    slot.owner = this;
    slot.pin(current.release());
    return slot.snapshot;
  }

  Atomic<std::uint64_t> number_{0};
  Mutex mutex_;
  SnapshotPin current_;
};
#endif

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif
