#include "play.hpp"

#include "memory.hpp"
#include "world.hpp"

#include <cstdio>
#include <cstring>

namespace simulation {

Finding play(std::uint64_t seed, const Wishes& wishes, const Omissions& omissions, bool tracing) {
  Finding finding;
  begin_schedule_memory();
  {
    const Plan plan = plan_of(seed, wishes);
    if (tracing) {
      const LastingMemory
          elsewhere;  // what lies where has a part in what happens, and must be the same without a trace
      std::printf("%s\n", describe(plan).c_str());
    }
    World one{seed, plan, omissions, tracing};
    finding.failed = !one.play();
    finding.which = one.which;
    std::memcpy(finding.what, one.what, sizeof one.what);
    finding.steps = one.scheduler.steps();
    finding.items = plan.items;
    finding.faults = one.misfortunes();
  }
  end_schedule_memory();
  return finding;
}

namespace {

/// Leaves out pieces of one kind, big ones first, as long as the failure stays. Whether any could be.
bool leave_out(std::uint64_t seed, const Wishes& wishes, Omissions& omissions, std::set<unsigned> Omissions::*kind,
               unsigned count, Invariant which) {
  bool any = false;
  for (unsigned size = count; size > 0; size /= 2)
    for (unsigned from = 0; from < count; from += size) {
      Omissions more = omissions;
      for (unsigned i = from; i < from + size && i < count; ++i) (more.*kind).insert(i);
      if ((more.*kind).size() == (omissions.*kind).size()) continue;
      const Finding finding = play(seed, wishes, more, false);
      if (!finding.failed || finding.which != which) continue;
      omissions = more;
      any = true;
    }
  return any;
}

}  // namespace

Omissions shrink(std::uint64_t seed, const Wishes& wishes, const Omissions& from) {
  Omissions omissions = from;
  const Finding first = play(seed, wishes, omissions, false);
  for (int round = 0; round < 5; ++round) {
    bool any = leave_out(seed, wishes, omissions, &Omissions::items, first.items, first.which);
    const unsigned faults = play(seed, wishes, omissions, false).faults;
    any |= leave_out(seed, wishes, omissions, &Omissions::faults, faults, first.which);
    if (!any) break;
  }
  // What never came to pass need not be named.
  const Finding last = play(seed, wishes, omissions, false);
  omissions.faults.erase(omissions.faults.lower_bound(last.faults), omissions.faults.end());
  return omissions;
}

}  // namespace simulation
