// Plays schedules from seeds, and says which seed breaks what.
#include "memory.hpp"
#include "world.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace simulation {
namespace {

struct Finding {
  bool failed = false;
  Invariant which{};
  char what[400]{};
  unsigned long steps = 0;
  unsigned items = 0;
  std::size_t faults = 0;
};

Finding play(std::uint64_t seed, const Wishes& wishes, const Omissions& omissions, bool tracing) {
  Finding finding;
  begin_schedule_memory();
  {
    const Plan plan = plan_of(seed, wishes);
    if (tracing) std::printf("%s\n", describe(plan).c_str());
    World one{seed, plan, omissions, tracing};
    finding.failed = !one.play();
    finding.which = one.which;
    std::memcpy(finding.what, one.what, sizeof one.what);
    finding.steps = one.scheduler.steps();
    finding.items = plan.items;
    finding.faults = one.fired_.size();
  }
  end_schedule_memory();
  return finding;
}

}  // namespace
}  // namespace simulation

int main(int count, char** words) {
  using namespace simulation;
  std::uint64_t seed = 1, schedules = 1000;
  bool tracing = false;
  Wishes wishes;
  for (int i = 1; i < count; ++i) {
    if (!std::strcmp(words[i], "--seed")) seed = std::strtoull(words[++i], nullptr, 10);
    else if (!std::strcmp(words[i], "--schedules")) schedules = std::strtoull(words[++i], nullptr, 10);
    else if (!std::strcmp(words[i], "--trace")) tracing = true, schedules = 1;
    else if (!std::strcmp(words[i], "--calm")) wishes.calm = true;
    else if (!std::strcmp(words[i], "--driver")) wishes.driver = std::atoi(words[++i]);
    else if (!std::strcmp(words[i], "--disks")) wishes.disks = std::atoi(words[++i]);
    else if (!std::strcmp(words[i], "--rotation")) wishes.rotation = std::atoi(words[++i]);
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  unsigned long steps = 0, failed = 0;
  for (std::uint64_t i = 0; i < schedules; ++i) {
    const Finding f = play(seed + i, wishes, {}, tracing);
    steps += f.steps;
    if (f.failed && ++failed <= 20) std::printf("seed %lu: %s: %s\n", seed + i, text_of(f.which), f.what);
  }
  std::printf("%lu schedules, %lu steps, %lu failed\n", schedules, steps, failed);
}
