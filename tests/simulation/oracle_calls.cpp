#include "oracle.hpp"

#include "server.hpp"

#include <algorithm>

namespace simulation::oracle {

using keyturn::Errc;
using keyturn::Error;

Logout logout_begins(Process& process) {
  ++process.logouts;
  const Logout logout{++process.logouts_begun, process.logouts_running++ == 0, process.erased.size(), process.told};
  disk_of(process).given_up = disk_of(process).tears;
  // Whoever shares the storage shares the user, and a session that was to take the place of what is erased goes too.
  for (Session& session : world->server->sessions()) session.over |= session.disk == disk_of(process).number;
  return logout;
}

void logout_ends(Process& process, const Logout& logout, const std::optional<Error>& error) {
  --process.logouts_running;
  // Of two that overlap, one may find that the other has ended the session already, and is not through.
  if (!logout.alone || logout.number != process.logouts_begun) return;
  const bool of_storage = error && (error->code == Errc::storage_failed || error->code == Errc::storage_busy ||
                                    error->code == Errc::storage_corrupt || error->code == Errc::cancelled);
  if (of_storage) return;
  for (std::size_t i = logout.erased; i < process.erased.size(); ++i) {
    const auto [id, session] = process.erased[i];
    if (process.told == logout.told) continue;  // of a session that an earlier logout has ended, and reported so
    if (disk_of(process).tears == 0) disk_of(process).buried.insert(id);
    process.left[session] = {world->calls, disk_of(process).tears};
    const Session& of_user = world->server->session(session);
    // Beside another session, or where the record could not be read, it is erased for another one's sake.
    const bool its_own = process.sessions.size() == 1 && !of_user.replaced && !of_user.excused && !storage_has_failed();
    if (!error && !process.fooled && its_own && world->server->session(session).alive())
      world->broken(Invariant::logout_revokes, "process %d has logged out, and session %u lives", process.number,
                    session);
  }
}

Call call_begins(Process& process, const Deed& deed) {
  Call call{.kind = deed.kind,
            .number = ++world->calls,
            .began = world->scheduler.now(),
            .slowness = world->scheduler.slowness()};
  const Plan& plan = world->plan;
  using Kind = Deed::Kind;
  switch (deed.kind) {
    case Kind::login:
    case Kind::adopt:
      call.may_take = plan.request_timeout + plan.lock_patience + plan.refresh_timeout;
      break;
    case Kind::logout:
      call.may_take = plan.logout_timeout + plan.refresh_timeout;
      break;
    case Kind::restore:
    case Kind::look:
      call.may_take = plan.lock_patience + plan.refresh_timeout;  // behind a login
      break;
    default: {
      const bool own =
          deed.timeout != 0 && deed.kind != Kind::token && deed.kind != Kind::report && deed.kind != Kind::refresh;
      if (own || !plan.endless) call.own_time = own ? deed.timeout : plan.request_timeout;
      call.may_take = call.own_time == 0 ? never / 4 : call.own_time + plan.refresh_timeout;
    }
  }
  const Disk& disk = disk_of(process);
  if (const auto seen = disk.seen(); seen && seen->session() != 0 && world->server->session(seen->session()).expected())
    call.expected = seen->session();
  if (disk.torn) call.tears = disk.tears;
  call.alone = process.calls_running++ == 0;
  KEYTURN_NOTE("process %d: call %u begins: %s", process.number, call.number, name_of(deed.kind));
  return call;
}

namespace {

// Where nothing went wrong, and there is time enough, nothing fails but what the user has ended.
bool must_be_well(const Deed::Kind kind) {
  const Plan& plan = world->plan;
  const bool time_enough = (plan.endless || plan.request_timeout == 30 * second) &&
                           plan.refresh_timeout == 30 * second && plan.logout_timeout == 10 * second &&
                           plan.lock_patience == 40 * second && plan.token_lives > 100 * plan.flight + 10 * second &&
                           plan.refresh_token_lives > 10'000 * second;
  return world->is_calm() && time_enough && kind != Deed::Kind::abroad;
}

// The newer token that the call found, a host has brought whose clock is ahead of this one's: here it lives on.
bool by_another_clock(const Process& process, const CallSeen& seen) {
  const Session* const session = session_of(seen.token);
  if (session == nullptr || seen.token.number == 0) return false;
  const int by = session->pairs[seen.token.number - 1].taken_by;
  if (by < 0 || world->server->token_lives(seen.token)) return false;
  const unsigned host = world->processes[static_cast<std::size_t>(by)].host;
  return world->hosts[host].wall_offset > world->hosts[process.host].wall_offset;
}

void ends_well(Process& process, const Call& call, const std::optional<Error>& error, int status) {
  using Kind = Deed::Kind;
  if (!must_be_well(call.kind)) return;
  const bool ended = error && (error->code == Errc::not_logged_in || error->code == Errc::session_ended ||
                               error->code == Errc::refresh_storm || error->code == Errc::timed_out);
  const bool busy =
      error && (call.kind == Kind::adopt || call.kind == Kind::restore) && error->code == Errc::storage_busy;
  // Another process has had the lock for all the time that this call was given.
  const bool late = error && error->code == Errc::refresh_unavailable && world->plan.disks != Disks::own &&
                    call.own_time != 0 && world->scheduler.now() - call.began + millisecond >= call.own_time;
  const bool sends = call.kind == Kind::get || call.kind == Kind::post || call.kind == Kind::post_once;
  // Others may rotate once while the call is on its way, and once more, or log out, while its replay is.
  const CallSeen& seen = call_seen(call.number);
  const Session* const session = session_of(seen.token);
  const bool outrun = status == 401 && seen.sends == 2 && session != nullptr &&
                      (session->over || (world->plan.old_tokens_die && seen.token.number + 1 < session->pairs.size()) ||
                       by_another_clock(process, seen));
  if ((error && !ended && !busy && !late) ||
      (!error && sends && status != 200 && !outrun && call.kind != Kind::post_once && world->plan.says_lifetime))
    world->broken(Invariant::calm_is_calm, "process %d: call %u (%s) ends with %s %d", process.number, call.number,
                  name_of(call.kind), error ? keyturn::to_string(error->code).data() : "status", status);
}

void is_in_time(Process& process, const Call& call) {
  const Time took = world->scheduler.now() - call.began;
  Time allowed = call.may_take + world->scheduler.slowness() - call.slowness + 100 * millisecond;
  allowed += std::max<Time>(0, world->stalled_until - call.began) + call.may_take / 20;
  if (world->plan.chances[static_cast<unsigned>(Fault::slow_storage)] != 0) allowed += 10 * second;
  // The thread of a login or logout revokes what they have outrun.
  using Kind = Deed::Kind;
  const bool revokes = call.kind == Kind::login || call.kind == Kind::adopt || call.kind == Kind::logout;
  if (process.driver == Driver::blocking && revokes) allowed += world->plan.logout_timeout;
  if (took > allowed)
    world->broken(Invariant::ended_in_time, "process %d: call %u (%s) took %.3f s, %.3f s at most", process.number,
                  call.number, name_of(call.kind), static_cast<double>(took) / second,
                  static_cast<double>(allowed) / second);
}

}  // namespace

void call_ends(Process& process, const Call& call, const std::optional<Error>& error, int status) {
  KEYTURN_NOTE("process %d: call %u ends: %s %d", process.number, call.number,
               error ? keyturn::to_string(error->code).data() : "well", status);
  const bool alone = --process.calls_running == 0 && call.alone;
  is_in_time(process, call);
  ends_well(process, call, error, status);
  const Disk& disk = disk_of(process);
  const bool was_torn = call.tears != 0 && disk.torn && disk.tears == call.tears;
  const bool had_none = call.expected == 0 || !world->server->session(call.expected).expected();
  const bool has_none = error && (error->code == Errc::not_logged_in || error->code == Errc::session_ended ||
                                  (was_torn && error->code == Errc::storage_corrupt));
  // What a rotation brought may be dead when it is brought again, and a call is sent no third time.
  const CallSeen& sent = call_seen(call.number);
  const Session* const under = session_of(sent.token);
  const bool was_dead =
      under != nullptr && under->pairs[sent.token.number].dead && under->pairs[sent.token.number].given_again;
  const bool storms = was_dead && error && error->code == Errc::refresh_storm;
  const bool is_401 = (status == 401 && (!world->plan.says_lifetime || was_dead)) || storms;
  if (world->judging && !(status == 200 || is_401 || (had_none && has_none)))
    world->broken(Invariant::lives_on, "process %d: all is well, but call %u ends with %s %d", process.number,
                  call.number, error ? keyturn::to_string(error->code).data() : "status", status);
  if (!error) return;
  if (was_torn && disk.given_up != disk.tears && error->code == Errc::not_logged_in && alone)
    world->broken(Invariant::torn_is_no_logout, "process %d: call %u ends with not_logged_in, but its record is torn",
                  process.number, call.number);
  const bool still_there = call.expected != 0 && disk.seen() && disk.seen()->session() == call.expected &&
                           world->server->session(call.expected).expected();
  // A call beside others may join a look that began before it, or a login or logout that is under way.
  if (still_there && error->code == Errc::not_logged_in && alone)
    world->broken(Invariant::nobody_is_logged_out, "process %d: call %u ends with not_logged_in, but session %u lives",
                  process.number, call.number, call.expected);
  if (error->code == Errc::session_ended && all_expected(process) && !storage_has_failed())
    world->broken(Invariant::nobody_is_logged_out, "process %d: call %u ends with session_ended, but it lives",
                  process.number, call.number);
  const bool wants_new = call.kind == Deed::Kind::refresh || call_seen(call.number).sends > 0;
  const auto& valid = process.valid;
  if ((error->code == Errc::refresh_unavailable || error->code == Errc::refresh_storm) && !wants_new &&
      world->stalled_until == 0 && valid.session != 0 && valid.since < call.began &&
      world->steady(process.host) < valid.until && world->server->session(valid.session).expected() &&
      process.sessions.size() == 1)
    world->broken(Invariant::valid_token_is_used, "process %d: call %u ends with %s, but a%u.%u is valid",
                  process.number, call.number, keyturn::to_string(error->code).data(), valid.session, valid.number);
}

}  // namespace simulation::oracle
