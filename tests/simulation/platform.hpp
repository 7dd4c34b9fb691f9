// The simulated Platform: the clocks of a host, mutexes and conditions of fibers, random numbers of the seed.
#ifndef KEYTURN_SIMULATION_PLATFORM_HPP
#define KEYTURN_SIMULATION_PLATFORM_HPP

#include "world.hpp"

namespace simulation {

/// Those who wait, as a list through the fibers themselves.
class Waiting {
 public:
  bool wait(Time until = never) {
    Fiber* const me = world->scheduler.current();
    me->next_waiter = first_;
    first_ = me;
    const bool woken = world->scheduler.block(until);
    remove(me);  // a thread may be woken for another reason than the one that it waits for
    return woken;
  }
  void wake_all() {
    while (first_ != nullptr) {
      Fiber* const fiber = first_;
      first_ = std::exchange(fiber->next_waiter, nullptr);
      world->scheduler.wake(fiber);
    }
  }

 private:
  void remove(Fiber* fiber) {
    for (Fiber** at = &first_; *at != nullptr; at = &(*at)->next_waiter)
      if (*at == fiber) {
        *at = std::exchange(fiber->next_waiter, nullptr);
        return;
      }
  }
  Fiber* first_ = nullptr;
};

struct Platform {
  explicit Platform(unsigned on) : host{on} {}

  class Mutex {
   public:
    // Others may come in before; from the lock until the unlock nothing but this thread waits for nobody.
    void lock() {
      Fiber* const me = world->scheduler.current();
      if (me == nullptr) return;
      world->scheduler.yield();
      while (owner_ != nullptr) waiting_.wait();
      owner_ = me;
      ++me->mutexes;
    }
    void unlock() {
      Fiber* const me = world->scheduler.current();
      if (me == nullptr) return;
      if (owner_ != me) world->broken(Invariant::goes_on, "a mutex is unlocked by somebody else");
      owner_ = nullptr;
      --me->mutexes;
      waiting_.wake_all();
    }

   private:
    Fiber* owner_ = nullptr;
    Waiting waiting_;
  };

  class Condition {
   public:
    explicit Condition(Platform& platform) : host_{platform.host} {}
    void wait(Mutex& mutex) { wait_for(mutex, never); }
    void wait_until(Mutex& mutex, TimePoint until) {
      const std::chrono::nanoseconds span = keyturn::left(until, world->steady(host_));
      const Time now = world->scheduler.now();
      wait_for(mutex, span.count() > never / 2 ? never : now + span.count());
    }
    void notify_all() { waiting_.wake_all(); }

   private:
    void wait_for(Mutex& mutex, Time until) {
      mutex.unlock();
      if (world->fails(Fault::wakes_for_nothing))
        world->scheduler.yield();
      else
        (void)waiting_.wait(until);
      mutex.lock();
    }
    unsigned host_;
    Waiting waiting_;
  };

  TimePoint now() const { return world->steady(host); }
  WallTime wall() const { return world->wall(host); }
  bool random(std::span<std::byte> bytes) const {
    world->outside("random");
    if (world->fails(Fault::no_random)) return false;
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(world->randomness.next() >> 56);
    return true;
  }

  unsigned host;
};

}  // namespace simulation

KEYTURN_NAMESPACE_BEGIN
namespace drive {
template <class Mutex>
const void* this_thread();
/// A fiber is what the driver takes for a thread.
template <>
inline const void* this_thread<simulation::Platform::Mutex>() {
  return simulation::world->scheduler.current();
}
}  // namespace drive
KEYTURN_NAMESPACE_END

#endif
