#include "world.hpp"

#include "app.hpp"
#include "network.hpp"
#include "oracle.hpp"
#include "server.hpp"
#include "storage.hpp"

#include <cstdio>

namespace simulation {

World::World(std::uint64_t from, const Plan& of, const Omissions& omissions, bool trace)
    : seed{from},
      plan{of},
      scheduler{from},
      chances{from, 3},
      randomness{from, 4},
      tearing{from, 8},
      tracing{trace},
      omissions_{omissions},
      misfortune_{from, 5} {
  world = this;
  server = new Server;
  Dice dice{from, 6};
  hosts.resize(4);
  for (Host& host : hosts) {
    host.steady_offset = static_cast<Time>(dice.below(1'000'000)) * second;
    if (dice.percent(30)) host.wall_offset = dice.between(-100'000, 100'000) * second;
    if (dice.percent(30)) host.drift = dice.between(-200, 200);
  }
  processes.resize(plan.processes.size());
  for (std::size_t i = 0; i < processes.size(); ++i) {
    processes[i].number = static_cast<int>(i);
    processes[i].host = plan.host_of[i];
    processes[i].driver = plan.processes[i];
    processes[i].next_deed.resize(plan.threads[i].size());
    auto* disk = new Disk;
    disk->number = static_cast<unsigned>(i);
    disks.push_back(disk);
  }
}

World::~World() {
  // What the last client has published may be pinned still.
  keyturn::drive::detail::pinned = {};
  world = nullptr;
}

bool World::fails(Fault fault) {
  const unsigned chance = plan.chances[static_cast<unsigned>(fault)];
  if (chance == 0 || healed || !misfortune_.in_thousand(chance)) return false;
  const unsigned number = misfortunes_++;
  if (omissions_.faults.contains(number)) return false;
  fired_.emplace_back(number, fault);
  KEYTURN_NOTE("! f%u %s", number, name_of(fault));
  return true;
}

void World::broken(Invariant invariant, const char* format, ...) {
  if (failed) return;
  failed = over = true;
  which = invariant;
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  KEYTURN_NOTE("BROKEN: %s: %s", text_of(invariant), what);
}

void World::note(const char* format, ...) {
  std::printf("%6lu %12.6f  ", scheduler.steps(), static_cast<double>(scheduler.now()) / second);
  va_list arguments;
  va_start(arguments, format);
  std::vprintf(format, arguments);
  va_end(arguments);
  std::putchar('\n');
}

void World::outside(const char* where) {
  const Fiber* const fiber = scheduler.current();
  if (fiber != nullptr && fiber->mutexes != 0) broken(Invariant::no_lock_held_outside, "calling %s", where);
}

CallSeen& call_seen(unsigned call) {
  while (world->calls_seen.size() <= call) world->calls_seen.push_back(new CallSeen);
  return *world->calls_seen[call];
}

void World::start(Process& process) {
  if (process.alive() || std::exchange(process.starting, true)) return;
  const int number = process.number;
  const unsigned life = process.life + 1;
  KEYTURN_NOTE("process %d starts", number);
  process.life = life;
  process.sessions.clear();
  process.left.clear();
  process.erased.clear();
  process.refreshes.clear();
  process.attempts = 0;
  process.valid = {};
  process.logouts = process.refusals = process.callbacks = process.endings = process.in_storage = 0;
  process.lease = process.looked_under = process.looked_at = 0;
  process.superseded = 0;
  process.writing = nullptr;
  process.dies_writing = 0;
  process.logouts_running = process.calls_running = process.told = 0;
  process.busy_threads = static_cast<unsigned>(process.next_deed.size());
  process.app = make_app(process);
  process.starting = false;
  for (std::size_t thread = 0; thread < process.next_deed.size(); ++thread)
    scheduler.spawn(number, [this, &process, thread] { work(process, thread); });
}

void World::work(Process& process, std::size_t thread) {
  const auto& deeds = plan.threads[process.number][thread];
  while (process.next_deed[thread] < deeds.size() && !healed) {
    const Deed& deed = deeds[process.next_deed[thread]++];
    if (leaves_out(deed.item)) continue;
    scheduler.sleep(deed.pause);
    process.app->perform(deed);
  }
  --process.busy_threads;
  scheduler.wake(conductor_);
}

void World::die(Process& process) {
  if (!process.alive()) return;
  KEYTURN_NOTE("! process %d dies", process.number);
  oracle::process_dies(process);
  if (plan.tears && process.writing != nullptr) oracle::dies_writing(process);
  scheduler.kill(process.number);
  abandon_messages(process.number);
  Disk& disk = disk_of(process);
  if (plan.disks != Disks::lease && disk.owner_process == process.number) disk.release(disk.owner);
  std::erase_if(disk.watchers, [&](const Disk::Watcher& watcher) { return watcher.process == process.number; });
  process.app = nullptr;
}

void World::crash(Process& process, Time span) {
  die(process);
  scheduler.at(scheduler.now() + span, [this, &process] { start(process); });
}

void World::strike(const Blow& blow) {
  if (leaves_out(blow.item) || healed) return;
  KEYTURN_NOTE("! p%u %s", blow.item, name_of(blow.kind));
  Process& process = processes[blow.whom % processes.size()];
  Host& host = hosts[process.host];
  const Time now = scheduler.now();
  blown_ = true;
  const auto stop = [&](Process& one) {
    oracle::sleeps(one);
    scheduler.stop(one.number, now + blow.span);
    stalled_until = std::max(stalled_until, now + blow.span);
    slept |= plan.disks == Disks::lease;
  };
  switch (blow.kind) {
    case Blow::Kind::crash:
      if (plan.tears && process.alive() && tearing.percent(50))
        process.dies_writing = blow.span / 8;
      else
        crash(process, blow.span / 8);
      return;
    case Blow::Kind::power_loss:
      for (Process& one : processes)
        if (one.host == process.host || plan.disks == Disks::file) {
          die(one);
          scheduler.at(now + blow.span / 8, [this, &one] { start(one); });
          if (plan.disks != Disks::lease) oracle::power_lost(disk_of(one));
        }
      return;
    case Blow::Kind::stop:
      return stop(process);
    case Blow::Kind::suspend:
      for (Process& one : processes)
        if (one.host == process.host) stop(one);
      return;
    case Blow::Kind::clock_jump:
      host.wall_offset += (blow.whom % 2 == 0 ? 1 : -1) * blow.span * 50;
      return;
    case Blow::Kind::server_away:
      host.server_away_until = now + blow.span;
      return;
    case Blow::Kind::disk_away:
      if (plan.disks == Disks::lease) host.disk_away_until = now + blow.span;
      return;
    case Blow::Kind::revoke:
      return server->end(static_cast<unsigned>(blow.whom % server->sessions().size()), Death::revoked);
    case Blow::Kind::expire:
      server->sessions()[blow.whom % server->sessions().size()].pairs.back().dead = true;
      return;
    case Blow::Kind::kinds:
      return;
  }
}

bool World::at_work() const {
  for (const Process& process : processes)
    if (!process.alive() || process.busy_threads != 0) return true;
  return false;
}

// From the first process to the last check, on a fiber of nobody's.
void World::conduct() {
  for (Process& process : processes) start(process);
  while (at_work()) (void)scheduler.block(scheduler.now() + 100 * second);
  heal();
  scheduler.sleep(700 * second);  // no token lives that long
  for (Process& process : processes) in_process(process, [this, &process] { last_call(process); });
  check_end();
  for (Process& process : processes) {
    in_process(process, [&process] { process.app->close(); });
    abandon_messages(process.number);
    oracle::process_ends(process);
  }
  scheduler.sleep(second);
  for (const Disk* disk : disks)
    if (disk->is_locked()) broken(Invariant::nothing_left_held, "process %d still has the lock", disk->owner_process);
  over = true;
}

void World::in_process(Process& process, keyturn::Callback<void()> errand) {
  bool done = false;
  scheduler.spawn(process.number, [&] {
    errand();
    done = true;
    scheduler.wake(conductor_);
  });
  while (!done) (void)scheduler.block();
}

void World::heal() {
  KEYTURN_NOTE("all is well from now on");
  healed = true;
  for (Process& process : processes) process.dies_writing = 0;
  for (Host& host : hosts) host.server_away_until = host.disk_away_until = 0;
}

// Whoever has a session is served; who has none is told so. The first call may end with a session that is over elsewhere.
void World::last_call(Process& process) {
  const Deed deed{.kind = Deed::Kind::get, .timeout = 60 * second};
  judging = false;
  process.app->perform(deed);
  scheduler.sleep(40 * second);  // the budget is full again
  judging = true;
  process.app->perform(deed);
}

// Each session that nobody has ended is in its storage, where the next process finds it.
void World::check_end() {
  for (std::size_t number = 1; number < server->sessions().size(); ++number) {
    const Session& session = server->session(static_cast<unsigned>(number));
    if (!session.expected()) continue;
    const auto seen = disks[session.disk]->seen();
    if (!seen || seen->session() != number)
      broken(Invariant::nobody_is_logged_out, "session %zu lives, but storage does not know it", number);
  }
}

bool World::play() {
  conductor_ = scheduler.spawn(-1, [this] { conduct(); });
  const auto end = scheduler.run(100'000, over, [this](unsigned long step) {
    while (next_blow_ < plan.blows.size() && plan.blows[next_blow_].step <= step) strike(plan.blows[next_blow_++]);
  });
  if (end == Scheduler::End::nothing_to_do) broken(Invariant::goes_on, "everybody waits, and nothing is to come");
  if (end == Scheduler::End::too_many_steps) broken(Invariant::goes_on, "there is no end to it");
  return !failed;
}

}  // namespace simulation
