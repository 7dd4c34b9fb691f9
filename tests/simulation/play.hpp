// One schedule from its seed to what was found, and a failure made small.
#ifndef KEYTURN_SIMULATION_PLAY_HPP
#define KEYTURN_SIMULATION_PLAY_HPP

#include "invariants.hpp"
#include "plan.hpp"

#include <cstdint>

namespace simulation {

struct Finding {
  bool failed = false;
  Invariant which{};
  char what[400]{};
  unsigned long steps = 0;
  unsigned items = 0, faults = 0;  // of its plan; and the turns that were taken for faults
};

Finding play(std::uint64_t seed, const Wishes& wishes, const Omissions& omissions, bool tracing);

/// What can be left out of the plan of that seed, so that the same invariant still breaks.
Omissions shrink(std::uint64_t seed, const Wishes& wishes, const Omissions& from);

}  // namespace simulation

#endif
