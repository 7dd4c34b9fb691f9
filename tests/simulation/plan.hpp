// What a seed stands for: the shape of a world, its weather, what its hosts do and what befalls it. All of it can be
// left out piece by piece, which is how a failure is shrunk.
#ifndef KEYTURN_SIMULATION_PLAN_HPP
#define KEYTURN_SIMULATION_PLAN_HPP

#include "scheduler.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace simulation {

enum class Rotation { strict, window, idempotent, none };
enum class Disks {
  own,    ///< Each process has a storage of its own, which cannot lock.
  file,   ///< One for all, whose lock dies with its holder.
  lease,  ///< One for all, whose lock lapses by itself; it tells of changes.
};
enum class Driver { blocking, polled, threaded };
/// How client and auth server talk: quickly, in words that only the simulation knows; or as in life.
enum class Dialect { own, json, oauth2 };

/// What goes wrong by chance, at any occasion for it.
enum class Fault : unsigned char {
  not_sent,       ///< No connection.
  lost_request,   ///< The server never sees it.
  lost_answer,    ///< The server has acted.
  late,           ///< Request or answer take their time, maybe longer than anybody waits.
  doubled,        ///< The server sees the request twice.
  cut,            ///< Half of an answer.
  portal,         ///< Somebody else answers, with a page.
  unavailable,    ///< 5xx, nothing done.
  broken_after,   ///< 5xx, done all the same.
  too_many,       ///< 429 with Retry-After.
  refused_token,  ///< The API server refuses an access token before its time.
  poor_answer,    ///< A login or refresh answer without refresh token, or without lifetime.
  load_fails,
  save_fails,
  save_fails_late,  ///< Saved, but said to have failed.
  erase_fails,
  lock_fails,
  slow_storage,
  no_random,
  wakes_for_nothing,  ///< A condition.
  kinds
};
inline constexpr unsigned fault_kinds = static_cast<unsigned>(Fault::kinds);
const char* name_of(Fault fault);

/// One thing that a thread of a host app does.
struct Deed {
  enum class Kind : unsigned char {
    get,
    post,
    post_once,  ///< With a body that cannot be produced twice.
    abroad,     ///< To an origin that may not get the token.
    token,
    report,  ///< Says that the token was refused elsewhere.
    refresh,
    login,
    adopt,
    logout,
    restore,
    look,
    kinds
  } kind{};
  Time pause = 0;  ///< Before it.
  Time timeout = 0;
  unsigned item = 0;  ///< Its number among all that can be left out.
};
const char* name_of(Deed::Kind kind);

/// What befalls the world at a certain step.
struct Blow {
  enum class Kind : unsigned char {
    crash,        ///< A process dies, and comes back.
    power_loss,   ///< A host, and what its storage only said it had written.
    stop,         ///< A process stands still.
    suspend,      ///< A host sleeps: its threads stand, its steady clock runs on.
    clock_jump,   ///< The wall clock of a host.
    server_away,  ///< A host is cut off from the server.
    disk_away,    ///< A host is cut off from the storage.
    revoke,       ///< The server ends a session of its own accord.
    expire,       ///< It lets an access token die before its time.
    kinds
  } kind{};
  unsigned long step = 0;
  unsigned whom = 0;
  Time span = 0;
  unsigned item = 0;
};
const char* name_of(Blow::Kind kind);

struct Plan {
  Rotation rotation{};
  Disks disks{};
  Dialect dialect{};
  std::vector<Driver> processes{};
  std::vector<unsigned> host_of{};              // by process
  std::vector<std::vector<Deed>> threads[8]{};  // by process
  std::vector<Blow> blows{};
  unsigned chances[fault_kinds]{};  // in a thousand
  bool tears = false;               // a record that is written when a process dies may be half of it
  bool endless = false;  // a call has no limit but one of its own; the system ends a request at `request_timeout`
  bool lying_disk = false, old_tokens_die = false, says_date = true, says_lifetime = true, waits_if_lost = false;
  Time token_lives = 0, refresh_token_lives = 0, window = 0, flight = 0;
  Time request_timeout = 0, refresh_timeout = 0, logout_timeout = 0, lock_patience = 0;
  unsigned attempts = 3, budget = 5;
  unsigned items = 0;
};

/// What is left out of a plan: deeds and blows by number, faults by their turn.
struct Omissions {
  std::set<unsigned> items{}, faults{};
  std::string text() const;
  /// False: the text is none that `text()` gives.
  bool read(const std::string& text);
};

struct Wishes {
  int rotation = -1, disks = -1, driver = -1, dialect = -1;
  bool calm = false;
};

Plan plan_of(std::uint64_t seed, const Wishes& wishes);
std::string describe(const Plan& plan);

}  // namespace simulation

#endif
