// The world of one schedule, as all its parts see it: time, hosts, processes, what goes wrong, and what was found broken.
#ifndef KEYTURN_SIMULATION_WORLD_HPP
#define KEYTURN_SIMULATION_WORLD_HPP

#include "invariants.hpp"
#include "plan.hpp"
#include "scheduler.hpp"

#include <keyturn/auth_client.hpp>

#include <cstdarg>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace simulation {

using keyturn::TimePoint;
using keyturn::WallTime;

struct Host {
  Time steady_offset = 0, wall_offset = 0;
  std::int64_t drift = 0;  // of the steady clock, in parts of a million
  Time server_away_until = 0, disk_away_until = 0;
};

class App;

struct Process {
  int number = 0;
  unsigned host = 0;
  Driver driver{};
  unsigned life = 0;  // how often it was started
  App* app = nullptr;
  std::vector<std::size_t> next_deed{};  // by thread
  unsigned busy_threads = 0;
  std::set<unsigned> sessions{};  // whose tokens it has seen in this life
  struct Left {
    unsigned call = 0;   // the last one before
    unsigned tears = 0;  // of its disk
  };
  std::map<unsigned, Left> left{};  // sessions that a logout of it has ended
  unsigned logouts = 0;             // that it was asked for in this life, and not yet told of
  unsigned logouts_begun = 0, logouts_running = 0, calls_running = 0, told = 0;
  unsigned refusals = 0;    // definitive answers that it has got and told nobody of
  unsigned superseded = 0;  // the session of which it was told last that there is a newer pair
  unsigned callbacks = 0, endings = 0;
  unsigned in_storage = 0;
  const keyturn::Secret* writing = nullptr;       // a record that may be half written
  Time dies_writing = 0;                          // in its next save, and for how long; 0: it does not
  bool fooled = false;                            // somebody else has confirmed a logout in the server's place
  std::uint64_t lease = 0;                        // under which it has the lock
  std::uint64_t looked_under = 0;                 // the same, when it last loaded; 0: it did not have it
  std::uint64_t looked_at = 0;                    // the id of the record that it saw then
  unsigned attempts = 0;                          // of a refresh since the last answer with tokens
  unsigned presented_session = 0, presented = 0;  // at the last one
  std::vector<std::pair<Time, std::uint64_t>> refreshes{};   // when, and with which key
  std::vector<std::pair<std::uint64_t, unsigned>> erased{};  // ids of records, and their sessions
  struct Valid {
    unsigned session = 0, number = 0;
    Time since = 0;
    TimePoint until{};
  } valid{};  // the newest access token that it has got, as far as is known here
  bool starting = false;
  bool alive() const { return app != nullptr; }
};

class Server;
class Disk;
struct Message;
struct CallSeen;

class World {
 public:
  World(std::uint64_t seed, const Plan& plan, const Omissions& omissions, bool tracing);
  ~World();

  /// Plays it all. True: nothing was found broken.
  bool play();

  /// Whether it goes wrong this time.
  bool fails(Fault fault);
  void broken(Invariant invariant, const char* format, ...) __attribute__((format(printf, 3, 4)));
  /// A line of the trace.
  void note(const char* format, ...) __attribute__((format(printf, 2, 3)));

  TimePoint steady(unsigned host) const {
    const Host& h = hosts[host];
    const Time now = scheduler.now();
    return TimePoint{std::chrono::nanoseconds{now + h.steady_offset + now / 1'000'000 * h.drift}};
  }
  WallTime wall(unsigned host) const { return wall_of(scheduler.now() + hosts[host].wall_offset); }
  static WallTime wall_of(Time time) {
    constexpr std::int64_t in_2026 = 1'780'000'000;
    return WallTime{std::chrono::seconds{in_2026}} + std::chrono::milliseconds{time / millisecond};
  }
  Process* process_of_fiber() {
    Fiber* const fiber = scheduler.current();
    return fiber == nullptr || fiber->process < 0 ? nullptr : &processes[static_cast<std::size_t>(fiber->process)];
  }
  /// Host code and I/O: nobody may hold a mutex here.
  void outside(const char* where);
  unsigned misfortunes() const { return misfortunes_; }
  bool is_calm() const { return fired_.empty() && !blown_; }
  /// The process dies, and comes back after that time.
  void crash(Process& process, Time span);
  bool leaves_out(unsigned item) const { return omissions_.items.contains(item); }

  const std::uint64_t seed;
  const Plan& plan;
  Scheduler scheduler;
  Dice chances;     // of what hosts and network do
  Dice randomness;  // of the platforms
  Dice tearing;     // of the disks
  std::vector<Host> hosts{};
  std::vector<Process> processes{};
  Server* server = nullptr;
  std::vector<Disk*> disks{};
  std::vector<Message*> messages{};
  unsigned calls = 0;
  std::vector<CallSeen*> calls_seen{};
  std::map<unsigned, unsigned> logins{};  // which session a call has begun
  bool over = false, healed = false, tracing = false;
  bool judging = false;  // whether each call must be served that has a session
  bool slept = false;    // a lease may have lapsed under its holder
  bool torn = false;     // some record was
  Time stalled_until = 0;
  Invariant which{};
  bool failed = false;
  char what[400]{};
  std::map<std::uint64_t, int> drawn_by{};  // keys of intents: by which process
  std::vector<std::pair<unsigned, Fault>> fired_{};
  bool blown_ = false;

 private:
  void start(Process& process);
  void die(Process& process);
  void strike(const Blow& blow);
  void conduct();
  void work(Process& process, std::size_t thread);
  bool at_work() const;
  void heal();
  void last_call(Process& process);
  void in_process(Process& process, keyturn::Callback<void()> errand);
  void check_end();

  const Omissions& omissions_;
  Dice misfortune_;
  std::size_t next_blow_ = 0;
  unsigned misfortunes_ = 0;
  Fiber* conductor_ = nullptr;
};

inline World* world = nullptr;

#define KEYTURN_NOTE(...)                                                     \
  do {                                                                        \
    if (::simulation::world->tracing) ::simulation::world->note(__VA_ARGS__); \
  } while (false)

}  // namespace simulation

#endif
