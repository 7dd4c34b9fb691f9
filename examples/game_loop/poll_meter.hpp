// Measures what each frame gives to the client: processor time, and whether the thread ever had to wait for anything.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_POLL_METER_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_POLL_METER_HPP

#include <chrono>
#include <vector>

namespace keyturn::example::game_loop {

// Whether a call blocked is exact, not a matter of how long it took: a thread that waits, be it for a socket, a disk, a
// lock or a sleep, gives up its processor of its own accord, and the system counts that (ru_nvcsw of RUSAGE_THREAD in
// getrusage(2)). Being put aside for another thread counts elsewhere. Where memory is short, the system may also have to
// read a part of the program itself from the disk again; it counts those times too (ru_majflt), and they are no calls.
// For one thread, on Linux.
class PollMeter {
 public:
  template <class Work>
  void measure(Work&& work) {
    const Sample before = sample();
    work();
    note(before, sample());
  }

  std::chrono::nanoseconds longest() const;
  // Of all measured: what that share of them stayed below.
  std::chrono::nanoseconds percentile(double share) const;
  long waits() const { return waits_; }
  long waits_for_program() const { return waits_for_program_; }

  // Whether this system counts as it should: one sleep must be seen.
  static bool sees_waits();

 private:
  struct Sample {
    std::chrono::nanoseconds processor{};
    long waits = 0, pages_read = 0;
  };
  static Sample sample();
  void note(const Sample& before, const Sample& after);

  std::vector<std::chrono::nanoseconds> times_;
  long waits_ = 0, waits_for_program_ = 0;
};

}  // namespace keyturn::example::game_loop

#endif
