// What one search looks at: how the client is set up, what the auth server does about spent refresh tokens, and what may
// go wrong.
#ifndef KEYTURN_TESTS_EXHAUSTIVE_SETTING_HPP
#define KEYTURN_TESTS_EXHAUSTIVE_SETTING_HPP

#include <keyturn/model/unknown_outcome.hpp>

namespace exhaustive {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline constexpr unsigned rotations = 2;  ///< As many calls does each process have, each of which needs a newer token.

/// What the server does about a refresh token that was presented before.
enum class Server {
  strict,      ///< Takes it for theft: the session is revoked.
  window,      ///< Takes the last one for `grace` after its rotation, and gives the same pair again; all else is theft.
  parent,      ///< The same without an end.
  idempotent,  ///< With the key of its rotation: the same pair again, or superseded if there is a newer one; else theft.
  reusable,    ///< Refresh tokens do not rotate.
};

/// What keeps the processes that share a storage from getting into each other's way.
enum class Locking {
  none,    ///< A plain storage.
  kernel,  ///< A lock that dies with its holder, such as `FileStorage`'s.
  lease,   ///< A lock that ends by itself, and of which saves are told, such as `RedisStorage`'s.
};

struct Setting {
  Server server = Server::strict;
  Locking locking = Locking::kernel;
  unsigned processes = 2;
  bool sends_key = true;
  bool token_lives = false;  ///< Calls come while the access token is stale but valid, else with a 401 for it.
  keyturn::UnknownOutcome unknown_outcome{};
  bool late_requests = false, storage_fails = false;  ///< Faults beside those that there are always.

  bool shared() const { return locking != Locking::none; }
  /// Whether this storage is for so many processes.
  bool is_meant() const { return shared() || processes == 1; }
  /// Of each process. Where tokens live, each is a rotation.
  unsigned calls() const { return token_lives ? 1 : rotations; }
};

// The times of a search. A pause ends the server's window, every call's time and every wait for the lock; the second one
// ends a stale token's life.
inline constexpr milliseconds grace{60'000}, pause{90'000}, call_time{30'000}, lifetime{400'000}, stale_after{260'000};
inline constexpr seconds leeway{150};

}  // namespace exhaustive

#endif
