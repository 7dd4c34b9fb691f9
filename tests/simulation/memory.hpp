// The memory of one schedule: all that is allocated while it runs goes at its end in one go, so that a process that
// crashes needs no tidying, and leaves nothing behind.
#ifndef KEYTURN_SIMULATION_MEMORY_HPP
#define KEYTURN_SIMULATION_MEMORY_HPP

namespace simulation {

/// From here on `new` allocates for the schedule.
void begin_schedule_memory();
/// What was allocated since is gone, whoever holds it still.
void end_schedule_memory();

/// While one lives, `new` allocates for good.
class LastingMemory {
 public:
  LastingMemory();
  ~LastingMemory();
  LastingMemory(const LastingMemory&) = delete;
  LastingMemory& operator=(const LastingMemory&) = delete;

 private:
  bool before_;
};

}  // namespace simulation

#endif
