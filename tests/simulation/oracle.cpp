#include "oracle.hpp"

#include "server.hpp"

#include <algorithm>

namespace simulation::oracle {

using keyturn::Error;

Session* session_of(Token token) { return token.session == 0 ? nullptr : &world->server->session(token.session); }

bool all_expected(const Process& process) {
  return !process.sessions.empty() &&
         std::all_of(process.sessions.begin(), process.sessions.end(),
                     [](unsigned number) { return world->server->session(number).expected(); });
}

bool storage_has_failed() {
  return world->torn || std::any_of(world->fired_.begin(), world->fired_.end(), [](const auto& fired) {
           return fired.second >= Fault::load_fails && fired.second <= Fault::lock_fails;
         });
}

namespace {

void api_sent(Process& process, const keyturn::Request& request, const Message& message) {
  CallSeen& seen = call_seen(message.call);
  ++seen.sends;
  if (seen.sends > 2 || (seen.sends == 2 && seen.last_status != 401))
    world->broken(Invariant::two_sends, "call %u is sent for the %u. time", message.call, seen.sends);
  if (seen.sends == 2 && !seen.repeatable)
    world->broken(Invariant::same_bytes, "call %u is sent again, without a body", message.call);
  if (const auto body = request.body.view(); body && !body->empty() && *body != "body " + std::to_string(message.call))
    world->broken(Invariant::same_bytes, "call %u has another body", message.call);
  if (!message.token) return;
  const Token token = *message.token;
  if (!session_of(token)->pairs[token.number].tried)
    world->broken(Invariant::saved_before_seen, "call %u goes out with a%u.%u, which was not saved", message.call,
                  token.session, token.number);
  if (seen.sends == 2 && seen.session != token.session)
    world->broken(Invariant::same_session, "call %u, of session %u, is replayed under session %u", message.call,
                  seen.session, token.session);
  seen.session = token.session;
  seen.token = token;
  const auto left = process.left.find(token.session);
  const Disk& disk = disk_of(process);
  // Over a torn record another process may put it back, which cannot see any more that it was logged out.
  const auto may_come_back = [&] { return !disk.said_to_fail.empty() || disk.tears > left->second.tears; };
  if (left != process.left.end() && left->second.call < message.call && !may_come_back())
    world->broken(Invariant::logout_ends_it, "call %u goes out with a%u.%u after the logout", message.call,
                  token.session, token.number);
}

void count_refresh(Process& process, const Message& message) {
  if (const auto drawn = world->drawn_by.find(message.key); drawn != world->drawn_by.end())
    if (drawn->second != process.number) return;  // goes on with what another process has begun
  const bool again = std::any_of(process.refreshes.begin(), process.refreshes.end(),
                                 [&](const auto& refresh) { return refresh.second == message.key; });
  // After an attempt that failed, the same refresh may go on with a key for the newer pair of another process.
  const Token token = message.token.value_or(Token{});
  const bool is_newer = process.presented_session == token.session &&
                        (process.presented < token.number || world->plan.rotation == Rotation::none);
  const bool goes_on = process.attempts++ % world->plan.attempts != 0 && is_newer;
  process.presented_session = token.session;
  process.presented = token.number;
  if (again || goes_on) return;
  process.refreshes.emplace_back(world->scheduler.now(), message.key);
  // An answer without an access token is followed by one more refresh.
  const std::size_t most = std::size_t{world->plan.budget} + 1;
  const std::size_t count = process.refreshes.size();
  if (count > most && world->scheduler.now() - process.refreshes[count - 1 - most].first < 29 * second)
    world->broken(Invariant::no_storm, "process %d has sent %zu refreshes in 29 s", process.number, most + 1);
}

void refresh_sent(Process& process, const Message& message) {
  count_refresh(process, message);
  for (const Message* other : world->messages) {
    if (other->to != Message::To::refresh || other->answered || other->given_up || !other->token || !message.token)
      continue;
    if (world->scheduler.now() + 20 * millisecond > other->sent + other->timeout)
      continue;                                                             // given up, by another clock
    const bool over = world->server->session(message.token->session).over;  // whoever goes on with it will be told
    if (other->token->session == message.token->session && !over && !world->slept)
      world->broken(Invariant::one_refresh, "processes %d and %d refresh session %u at once", other->process,
                    process.number, message.token->session);
  }
  const Disk& disk = disk_of(process);
  // A logout takes the lock of the refresh that ends with it, maybe just before that is sent: it finds nobody. A login takes
  // it so too, and what is sent is for a session that storage holds no more.
  const bool left = process.logouts_begun != 0 && message.token && world->server->session(message.token->session).over;
  const auto stored = disk.seen();
  const bool replaced = stored && message.token && stored->session() != message.token->session;
  if (world->plan.disks != Disks::own && disk.owner_process != process.number && !world->slept && !left && !replaced)
    world->broken(Invariant::refresh_under_the_lock, "process %d refreshes without the lock", process.number);
  // Who slept between its look at the lease and its request may come after the next holder.
  Session* const session = message.token ? session_of(*message.token) : nullptr;
  if (world->plan.disks == Disks::lease && disk.owner_process != process.number && world->slept && session != nullptr)
    for (std::size_t i = message.token->number; i < session->pairs.size(); ++i) session->pairs[i].trouble = true;
}

}  // namespace

void sent(Process& process, const keyturn::Request& request, const Message& message) {
  switch (message.to) {
    case Message::To::api:
      return api_sent(process, request, message);
    case Message::To::abroad:
      if (request.headers.get("Authorization"))
        world->broken(Invariant::tokens_go_home, "call %u takes a token abroad", message.call);
      return;
    case Message::To::refresh:
      refresh_sent(process, message);
      [[fallthrough]];
    default: {
      const bool may_have_both = message.to == Message::To::logout && world->plan.dialect == Dialect::json;
      if (!request.at_most_once || (request.headers.get("Authorization") && !may_have_both))
        world->broken(Invariant::tokens_go_home,
                      "a request to the auth server may be repeated, or has a token too many");
    }
  }
}

void answered(Process& process, const Message& message, const keyturn::Response& response) {
  if (message.to == Message::To::api || message.to == Message::To::abroad) {
    call_seen(message.call).last_status = response.status;
    if (response.status == 401 && message.token && message.token->session == process.valid.session &&
        message.token->number == process.valid.number)
      process.valid = {};
    return;
  }
  process.fooled |= message.to == Message::To::logout && message.portal;
  if (message.to == Message::To::refresh && response.status == 400 && !message.portal && !message.cut) {
    ++process.refusals;
    if (world->plan.rotation == Rotation::idempotent && message.token &&
        world->server->session(message.token->session).alive())
      process.superseded = message.token->session;
  }
  if (response.status != 200 || message.portal || message.cut || !message.answer.has_tokens) return;
  process.attempts = 0;
  process.superseded = 0;
  if (message.to == Message::To::login) {
    new_session(process, message.answer.access.session);
    world->logins[message.call] = message.answer.access.session;
  }
  process.valid = {};
  if (message.answer.lives > 0)
    process.valid = {message.answer.access.session, message.answer.access.number, world->scheduler.now(),
                     world->steady(process.host) + std::chrono::seconds{message.answer.lives} -
                         std::chrono::nanoseconds{world->scheduler.now() - message.sent} - std::chrono::seconds{1}};
}

// Whatever there was on its disk is replaced by it, be it in storage or in memory alone.
void new_session(Process& process, unsigned number) {
  auto& sessions = world->server->sessions();
  for (std::size_t other = 1; other < sessions.size(); ++other)
    if (other != number && sessions[other].disk == sessions[number].disk)
      sessions[other].over = sessions[other].replaced = true;
  if (process.logouts_running > 0) sessions[number].over = true;  // whichever comes last
  process.sessions.insert(number);
}

void loaded(Process& process, const Seen& seen) {
  if (seen.session() != 0) process.sessions.insert(seen.session());
  // A logout ends what it finds when its turn comes.
  if (seen.session() != 0 && process.logouts_running > 0) world->server->session(seen.session()).over = true;
  if (seen.access.session != process.valid.session || seen.access.number != process.valid.number) process.valid = {};
}

namespace {

// To its refreshes.
void loses_answers(Process& process) {
  for (Message* const message : world->messages) {
    if (message->process != process.number || message->to != Message::To::refresh || message->given_up) continue;
    message->slept = true;
    if (message->rotated) message->trouble();
  }
  for (const unsigned number : process.sessions) {
    auto& pairs = world->server->session(number).pairs;
    for (std::size_t i = 0; i + 1 < pairs.size(); ++i)
      if (pairs[i].taken_by == process.number && !pairs[i + 1].saved) pairs[i].trouble = true;
  }
}

}  // namespace

void saved(Process& process, Disk& disk, const Seen& seen) {
  if (const auto before = disk.seen()) {
    if (before->id == seen.id && seen.generation < before->generation)
      world->broken(Invariant::generations_rise, "process %d saves generation %lu over %lu", process.number,
                    static_cast<unsigned long>(seen.generation), static_cast<unsigned long>(before->generation));
    if (before->id != seen.id && before->session() != 0 && before->session() != seen.session())
      world->server->session(before->session()).over = true;
  }
  // What a logout elsewhere has erased comes back if its first save was said to have failed. Who has gone on with a newer
  // pair takes that for newer still.
  const auto has_erased = [&](const Process& one) {
    return std::any_of(one.erased.begin(), one.erased.end(),
                       [&](const auto& record) { return record.first == seen.id; });
  };
  const auto& processes = world->processes;
  if (disk.said_to_fail.contains(seen.id) && std::any_of(processes.begin(), processes.end(), has_erased))
    for (Pair& pair : world->server->session(seen.session()).pairs) pair.trouble = pair.forgotten = true;
  if (disk.buried.contains(seen.id) && !disk.said_to_fail.contains(seen.id))
    world->broken(Invariant::nothing_comes_back, "process %d saves session %u again, which was logged out",
                  process.number, seen.refresh.session);
  if (Session* session = session_of(seen.access)) session->pairs[seen.access.number].saved = true;
  disk.saved_without_lock = disk.owner_process != process.number;
}

void tried_to_save(Process& process, const Seen& seen, bool worked) {
  if (Session* session = session_of(seen.access)) session->pairs[seen.access.number].tried = true;
  if (seen.generation == 1) process.refreshes.clear();
  if (seen.intent) world->drawn_by.try_emplace(seen.key, process.number);
  if (!worked) disk_of(process).said_to_fail.insert(seen.id);
  const bool begins = seen.generation == 1 && seen.session() != 0;
  if (begins && (worked || !seen.intent)) world->server->session(seen.session()).unsaved = !worked;
  // What a refresh brings for the session that stays in storage is dropped.
  if (begins && !worked && !seen.intent) loses_answers(process);
  Session* const session = session_of(seen.refresh);
  if (session == nullptr || worked) return;
  for (std::size_t i = seen.refresh.number == 0 ? 0 : seen.refresh.number - 1; i < session->pairs.size(); ++i)
    session->pairs[i].trouble = session->pairs[i].forgotten = true;
}

namespace {

// The server knows of a newer pair that its owner could not save: whoever goes on from the record is refused, and all who
// share it with them.
void excuse_superseded(const Process& process) {
  if (process.superseded != 0 && storage_has_failed()) world->server->session(process.superseded).excused = true;
}

}  // namespace

void erased(Process& process, const Disk& disk) {
  if (!disk.seen()) return;
  if (process.superseded == disk.seen()->session()) excuse_superseded(process);
  // A logout that takes its time ends also what was begun meanwhile, and was to take the place of this record.
  if (process.logouts_running > 0)
    for (Session& session : world->server->sessions()) session.over |= session.unsaved && session.disk == disk.number;
  const Seen seen = *disk.seen();
  if (seen.session() == 0) return;
  // A logout that cannot have the lock erases without it, and may hit upon what is saved this very moment.
  // A lock that its process has for a refresh that is over, taken since it looked, is not its own.
  const bool its_own = disk.owner == process.looked_under || disk.owner_fiber == world->scheduler.current();
  const bool with_lock = disk.owner_process == process.number && its_own;
  const bool without_lock = process.logouts_running > 0 && !with_lock;
  const bool is_another = without_lock && world->plan.disks != Disks::own && process.looked_at != seen.id;
  if (process.sessions.contains(seen.session()) && !is_another)
    return process.erased.emplace_back(seen.id, seen.session()), void();
  Session& session = world->server->session(seen.refresh.session);
  // So may anybody who is slow, and whose lock a login has not waited for.
  const bool unread = process.logouts_running > 0 && storage_has_failed();
  if (without_lock || unread || disk.saved_without_lock) session.excused = true;
  if (session.expected())
    world->broken(Invariant::nobody_is_logged_out, "process %d erases session %u, of which it knows nothing",
                  process.number, seen.session());
}

void logout_callback(Process& process, keyturn::LogoutReason reason) {
  using keyturn::LogoutReason;
  ++process.callbacks;
  KEYTURN_NOTE("process %d: logged out, %s", process.number, keyturn::to_string(reason).data());
  if (reason == LogoutReason::requested) {
    if (process.logouts == 0)
      world->broken(Invariant::callback_once, "process %d: a callback for a logout that nobody asked for",
                    process.number);
    else
      --process.logouts;
    ++process.told;
    return;
  }
  const bool refused = reason == LogoutReason::refresh_token_refused || reason == LogoutReason::refresh_token_expired;
  if (refused) excuse_superseded(process);
  if (all_expected(process))
    world->broken(Invariant::nobody_is_logged_out, "process %d: %s, but its session lives", process.number,
                  keyturn::to_string(reason).data());
  if (!refused) return;
  process.superseded = 0;
  if (process.refusals == 0)
    world->broken(Invariant::refused_by_the_server, "process %d: %s, and the server has not said so", process.number,
                  keyturn::to_string(reason).data());
  else
    --process.refusals;
}

void event(Process& process, const keyturn::Event& event) {
  if (event.kind == keyturn::Event::Kind::logged_out) ++process.endings;
  KEYTURN_NOTE("process %d: event %s%s%s", process.number, keyturn::to_string(event.kind).data(),
               event.error ? ": " : "", event.error ? keyturn::to_string(event.error->code).data() : "");
}

void sleeps(Process& process) {
  // Its lease may lapse meanwhile.
  if (world->plan.disks == Disks::lease) return loses_answers(process);
  if (process.driver == Driver::blocking) return;
  // After one sleep an answer has some time to be found. A second one takes that.
  for (Message* const message : world->messages) {
    if (message->process != process.number || message->to != Message::To::refresh || message->given_up) continue;
    if (++message->sleeps < 2) continue;
    message->slept = true;
    if (message->rotated) message->trouble();
  }
}

void process_dies(Process& process) {
  for (const unsigned number : process.sessions) {
    Session& session = world->server->session(number);
    bool saved_once = false;
    for (std::size_t i = 0; i < session.pairs.size(); ++i) {
      saved_once |= session.pairs[i].saved;
      if (session.pairs[i].taken_by == process.number && i + 1 < session.pairs.size() && !session.pairs[i + 1].saved)
        session.pairs[i].trouble = true;
    }
    if (!saved_once) session.excused = true;
    const Disk& disk = disk_of(process);
    if (world->plan.rotation != Rotation::idempotent || !session.expected() || storage_has_failed()) continue;
    const auto seen = disk.seen();
    const bool enough = seen && seen->session() == number &&
                        (seen->refresh.number == session.newest_refresh ||
                         (seen->refresh.number + 1 == session.newest_refresh && seen->intent &&
                          seen->key == session.pairs[seen->refresh.number].key));
    if (!enough && world->blown_ && world->plan.lying_disk) continue;
    if (!enough && world->slept) continue;
    if (!enough)
      world->broken(Invariant::recoverable, "process %d dies, and storage has not what session %u goes on with",
                    process.number, number);
  }
}

void process_ends(Process& process) {
  if (process.callbacks != process.endings)
    world->broken(Invariant::callback_once, "process %d: %u sessions ended, and it was told of %u", process.number,
                  process.endings, process.callbacks);
}

namespace {

// Nobody can see any more what was logged out there.
void forgets(Disk& disk) {
  disk.buried.clear();
  for (Session& session : world->server->sessions()) {
    if (session.disk != disk.number) continue;
    session.excused = true;
    for (Pair& pair : session.pairs) pair.trouble = pair.forgotten = true;
  }
}

void tear(Disk& disk, const std::string& written) {
  if (!disk.tear(written, world->tearing)) return;
  KEYTURN_NOTE("the record is torn");
  world->torn = true;
  forgets(disk);
}

}  // namespace

void dies_writing(Process& process) {
  if (world->tearing.percent(80)) tear(disk_of(process), std::string{process.writing->view()});
}

void power_lost(Disk& disk) {
  if (disk.record == disk.durable) return;
  KEYTURN_NOTE("the disk has not kept what was written last");
  const auto written = disk.record;
  disk.lose_power();
  forgets(disk);
  if (world->plan.tears && written && world->tearing.percent(50)) tear(disk, *written);
}

}  // namespace simulation::oracle
