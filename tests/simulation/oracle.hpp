// What the world sees of the clients, held against the invariants.
#ifndef KEYTURN_SIMULATION_ORACLE_HPP
#define KEYTURN_SIMULATION_ORACLE_HPP

#include "network.hpp"
#include "storage.hpp"
#include "world.hpp"

namespace simulation {
struct Session;
}

namespace simulation::oracle {

/// A request leaves the client.
void sent(Process& process, const keyturn::Request& request, const Message& message);
/// Its answer is with the client.
void answered(Process& process, const Message& message, const keyturn::Response& response);

void loaded(Process& process, const Seen& seen);
/// Before the record takes the place of what is on the disk.
void saved(Process& process, Disk& disk, const Seen& seen);
void tried_to_save(Process& process, const Seen& seen, bool worked);
/// Before what is on the disk is gone.
void erased(Process& process, const Disk& disk);

void logout_callback(Process& process, keyturn::LogoutReason reason);
void event(Process& process, const keyturn::Event& event);

/// A host begins with a session of its own account.
void new_session(Process& process, unsigned session);
struct Logout {
  unsigned number = 0;     // among those of the process
  bool alone = false;      // no other one ran when it began
  std::size_t erased = 0;  // how many records the process had erased before
  unsigned told = 0;       // how many it had been told of
};
Logout logout_begins(Process& process);
void logout_ends(Process& process, const Logout& logout, const std::optional<keyturn::Error>& error);

/// One deed of a host, from its beginning to its end (oracle_calls.cpp).
struct Call {
  Deed::Kind kind{};
  unsigned number = 0;
  Time began = 0, slowness = 0, may_take = 0;
  Time own_time = 0;      // what it was given; 0: it has none
  unsigned expected = 0;  // the session in storage when it began, which nobody may lose
  bool alone = false;     // nothing else was under way in the process
  unsigned tears = 0;     // of the disk, whose record was torn when it began; 0: it was not
};
Call call_begins(Process& process, const Deed& deed);
void call_ends(Process& process, const Call& call, const std::optional<keyturn::Error>& error, int status);

/// It sleeps.
void sleeps(Process& process);
void process_dies(Process& process);
void process_ends(Process& process);
/// In the midst of a save, on a disk that tears.
void dies_writing(Process& process);
void power_lost(Disk& disk);

/// What both parts ask of the world. The session of a token; null: of none.
Session* session_of(Token token);
/// Whether nothing may end any session that the process has seen.
bool all_expected(const Process& process);
bool storage_has_failed();

}  // namespace simulation::oracle

#endif
