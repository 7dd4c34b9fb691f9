// The auth server and the API server: who has which session, and the rules of rotation that servers have.
#ifndef KEYTURN_SIMULATION_SERVER_HPP
#define KEYTURN_SIMULATION_SERVER_HPP

#include "network.hpp"
#include "world.hpp"

namespace simulation {

/// One access token, and the refresh token that was handed out beside it.
struct Pair {
  std::uint64_t key = 0;  // with which the refresh token was first presented; 0: it was not
  Time rotated_at = 0, dies_at = 0;
  bool dead = false;  // the access token, before its time
  bool given_again = false;
  bool tried = false;      // saving it was
  bool saved = false;      // it was in storage
  bool trouble = false;    // presenting the refresh token once more is nobody's fault
  bool forgotten = false;  // a storage has lost what it was to keep: even the key may be another
  int taken_by = -1;       // the process whose request rotated it
  unsigned taken_in_life = 0;
};

enum class Death { none, logout, revoked, expired, theft };

struct Session {
  std::vector<Pair> pairs{Pair{}};
  unsigned newest_refresh = 0;  // the number of the refresh token that is valid
  Death death = Death::none;
  Time refresh_dies_at = 0;
  unsigned disk = 0;
  bool claimed = false;   // a login or adopt of it has succeeded
  bool over = false;      // its user has left it, or has begun another one
  bool excused = false;   // it may be lost, and it is known why
  bool replaced = false;  // by a later login
  bool unsaved = false;   // its login could not be, and it lives in the memory of one process
  bool alive() const { return death == Death::none; }
  /// Whoever lost it has logged somebody out by accident.
  bool expected() const { return claimed && alive() && !over && !excused && !unsaved; }
};

class Server {
 public:
  /// What it answers to the request, having done what was asked.
  Answer handle(Message& message);
  /// A session begun elsewhere, whose tokens a host gets from there.
  Token begin(unsigned disk);

  Session& session(unsigned number) { return sessions_[number]; }
  std::vector<Session>& sessions() { return sessions_; }
  bool token_lives(Token token) const;
  void end(unsigned number, Death death);

 private:
  Answer api(const Message& message);
  Answer login(Message& message);
  Answer refresh(Message& message);
  Answer logout(const Message& message);
  Answer pair_of(unsigned session, bool poor);
  void rotate(Session& session, Message& message);
  Answer present_again(Session& session, Message& message);

  std::vector<Session> sessions_{1};  // numbers begin with 1
};

}  // namespace simulation

#endif
