// Virtual time, and the threads of all simulated processes as fibers: at each step the dice say which one goes on.
#ifndef KEYTURN_SIMULATION_SCHEDULER_HPP
#define KEYTURN_SIMULATION_SCHEDULER_HPP

#include "dice.hpp"

#include <keyturn/base/callback.hpp>

#include <boost/context/detail/fcontext.hpp>

#include <cstdint>
#include <vector>

namespace simulation {

/// Nanoseconds of true time since the schedule began, which no host knows.
using Time = std::int64_t;
inline constexpr Time microsecond = 1'000, millisecond = 1'000 * microsecond, second = 1'000 * millisecond,
                      never = INT64_MAX;

/// One thread of a simulated process.
struct Fiber {
  boost::context::detail::fcontext_t context = nullptr;
  char* stack = nullptr;
  keyturn::Callback<void()> body{};
  int process = -1;      // -1: of nobody, and so immortal
  unsigned ticket = 0;   // of its present wait: a timer of an earlier one wakes nobody
  unsigned mutexes = 0;  // that it holds
  bool alive = true, blocked = false, timed_out = false;
  Fiber* next_waiter = nullptr;
};

class Scheduler {
 public:
  explicit Scheduler(std::uint64_t seed);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  Time now() const { return now_; }
  unsigned long steps() const { return steps_; }
  /// How much time went by although somebody could have gone on: nobody's deadline can take account of it.
  Time slowness() const { return slowness_; }
  void add_slowness(Time span) { slowness_ += span; }

  Fiber* spawn(int process, keyturn::Callback<void()> body);
  Fiber* current() const { return current_; }

  /// The others may go on. A step.
  void yield();
  /// The running fiber waits; false: `until` came before anybody woke it.
  bool block(Time until = never);
  void wake(Fiber* fiber);
  void sleep(Time span) {
    const Time until = now_ + span;
    do (void)block(until);
    while (now_ < until);
  }

  /// `call` runs outside all fibers at that time.
  void at(Time time, keyturn::Callback<void()> call);

  /// All fibers of that process are gone, in the middle of whatever they do.
  void kill(int process);
  /// The process stands still until then.
  void stop(int process, Time until);

  /// Until `over` or nothing is left to do, or too many steps were taken; `each_step` comes before each step.
  enum class End { over, nothing_to_do, too_many_steps };
  template <class EachStep>
  End run(unsigned long most_steps, const bool& over, EachStep&& each_step) {
    while (!over) {
      if (++steps_ > most_steps) return End::too_many_steps;
      each_step(steps_);
      if (over) break;
      if (!find_work()) return End::nothing_to_do;
      if (!over) go_on();
    }
    return End::over;
  }

 private:
  struct Timer {
    Time time;
    std::uint64_t number;  // two at one time: the first one first
    Fiber* fiber;
    unsigned ticket;
    keyturn::Callback<void()> call;
    bool operator<(const Timer& other) const {  // for a heap whose first is the earliest
      return time != other.time ? time > other.time : number > other.number;
    }
  };

  struct Stopped {
    int process;
    Time until;
    std::vector<Fiber*> held;  // that could go on
  };

  void ready(Fiber* fiber);
  void let_go(int process);
  bool find_work();
  void fire(Timer& timer);
  void go_on();
  void leave();
  static void enter(boost::context::detail::transfer_t from);

  Dice dice_;
  Time now_ = 0, slowness_ = 0;
  unsigned long steps_ = 0;
  std::uint64_t last_timer_ = 0;
  std::vector<Timer> timers_;
  std::vector<Fiber*> ready_, fibers_;
  std::vector<Stopped> stopped_;
  Fiber* current_ = nullptr;
  boost::context::detail::fcontext_t home_ = nullptr;
  const void* home_stack_ = nullptr;  // what the sanitizer wants to know of the stack that all fibers return to
  std::size_t home_stack_size_ = 0;
};

}  // namespace simulation

#endif
