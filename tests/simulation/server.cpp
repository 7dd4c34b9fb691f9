#include "server.hpp"

#include "storage.hpp"

namespace simulation {

namespace {

// When all is well again, nobody is short of time.
Time lifetime() { return world->healed ? 600 * second : world->plan.token_lives; }

}  // namespace

bool Server::token_lives(Token token) const {
  if (token.session == 0 || token.session >= sessions_.size()) return false;
  const Session& session = sessions_[token.session];
  if (!session.alive() || token.number >= session.pairs.size()) return false;
  const Pair& pair = session.pairs[token.number];
  return !pair.dead && world->scheduler.now() < pair.dies_at;
}

void Server::end(unsigned number, Death death) {
  Session& session = sessions_[number];
  if (!session.alive()) return;
  constexpr const char* deaths[] = {"", "logout", "revoked", "expired", "theft"};
  KEYTURN_NOTE("server: session %u ends: %s", number, deaths[static_cast<int>(death)]);
  session.death = death;
}

Token Server::begin(unsigned disk) {
  const auto number = static_cast<unsigned>(sessions_.size());
  Session& session = sessions_.emplace_back();
  session.disk = disk;
  session.pairs[0].dies_at = world->scheduler.now() + lifetime();
  session.refresh_dies_at = world->scheduler.now() + world->plan.refresh_token_lives;
  return {number, 0};
}

Answer Server::handle(Message& message) {
  Process& process = world->processes[static_cast<std::size_t>(message.process)];
  if (message.to != Message::To::abroad && world->scheduler.now() < world->hosts[process.host].server_away_until) {
    KEYTURN_NOTE("server: %s of process %d does not get through", message.name(), message.process);
    return {.nothing = true};
  }
  if (message.to == Message::To::abroad) return {.status = 200};
  if (world->fails(Fault::unavailable)) return {.status = 503, .retry_after = world->chances.percent(30) ? 2 : 0};
  if (world->fails(Fault::too_many))
    return {.status = 429, .retry_after = 1 + static_cast<int>(world->chances.below(90))};
  if (message.to == Message::To::api) return api(message);
  Answer answer = message.to == Message::To::login     ? login(message)
                  : message.to == Message::To::refresh ? refresh(message)
                                                       : logout(message);
  if (world->fails(Fault::broken_after)) {
    if (message.rotated) message.trouble();
    answer = {.status = 500};
  }
  return answer;
}

Answer Server::api(const Message& message) {
  if (!message.token) return {.status = 401};
  if (token_lives(*message.token) && world->fails(Fault::refused_token))
    sessions_[message.token->session].pairs[message.token->number].dead = true;
  return {.status = token_lives(*message.token) ? 200 : 401};
}

Answer Server::pair_of(unsigned number, bool poor) {
  const Session& session = sessions_[number];
  Answer answer{.status = 200,
                .access = {number, static_cast<unsigned>(session.pairs.size() - 1)},
                .refresh = {number, session.newest_refresh},
                .has_tokens = true,
                .has_refresh = true};
  answer.lives = world->plan.says_lifetime ? static_cast<int>(lifetime() / second) : -1;
  if (poor) {
    if (world->chances.percent(50)) answer.lives = -1;
    if (world->plan.rotation == Rotation::none) answer.has_refresh = false;
  }
  return answer;
}

Answer Server::login(Message& message) {
  if (message.wrong_password) return {.status = 401};
  Process& process = world->processes[static_cast<std::size_t>(message.process)];
  const Token token = begin(process.number >= 0 ? disk_of(process).number : 0);
  message.token = token;
  KEYTURN_NOTE("server: session %u begins for process %d", token.session, message.process);
  const Answer answer = pair_of(token.session, world->fails(Fault::poor_answer));
  if (!answer.has_refresh) sessions_[token.session].excused = true;
  return answer;
}

void Server::rotate(Session& session, Message& message) {
  Pair& before = session.pairs[message.token->number];
  const Process& process = world->processes[static_cast<std::size_t>(message.process)];
  before.rotated_at = world->scheduler.now();
  before.taken_by = message.process;
  before.taken_in_life = message.life;
  message.rotated = true;
  if (!process.alive() || process.life != message.life || message.given_up || message.slept || message.copies > 1)
    message.trouble();
  if (world->plan.old_tokens_die)
    for (Pair& pair : session.pairs) pair.dead = true;
  session.pairs.push_back({.dies_at = world->scheduler.now() + lifetime()});
  if (world->plan.rotation != Rotation::none) session.newest_refresh = static_cast<unsigned>(session.pairs.size() - 1);
}

Answer Server::refresh(Message& message) {
  if (!message.token || message.token->session == 0 || message.token->session >= sessions_.size())
    return {.status = 400, .text = "refused"};
  const unsigned number = message.token->session;
  Session& session = sessions_[number];
  if (session.alive() && world->scheduler.now() >= session.refresh_dies_at) end(number, Death::expired);
  if (!session.alive()) return {.status = 400, .text = session.death == Death::expired ? "expired" : "refused"};
  Pair& pair = session.pairs[message.token->number];
  const bool rotates = world->plan.rotation != Rotation::none;
  if (rotates && pair.key != 0 && pair.key != message.key && !pair.forgotten)
    world->broken(Invariant::one_key, "refresh token r%u.%u is presented with another key", number,
                  message.token->number);
  if (message.token->number != session.newest_refresh) return present_again(session, message);
  pair.key = message.key;
  rotate(session, message);
  KEYTURN_NOTE("server: session %u is rotated to %zu by process %d", number, session.pairs.size() - 1, message.process);
  return pair_of(number, world->fails(Fault::poor_answer));
}

// A refresh token that was spent.
Answer Server::present_again(Session& session, Message& message) {
  const unsigned number = message.token->session, presented = message.token->number;
  const Pair& pair = session.pairs[presented];
  const bool parent = presented + 1 == session.newest_refresh;
  const Rotation rule = world->plan.rotation;
  if (rule == Rotation::idempotent && pair.key == message.key) {
    KEYTURN_NOTE("server: r%u.%u again, with its key", number, presented);
    if (!parent) return {.status = 400, .text = "superseded"};
    session.pairs.back().dies_at = world->scheduler.now() + lifetime();
    session.pairs.back().given_again = true;
    return pair_of(number, false);
  }
  if (rule == Rotation::window && parent && world->scheduler.now() < pair.rotated_at + world->plan.window)
    return pair_of(number, false);
  bool reason = false;
  for (unsigned i = presented; i < session.newest_refresh; ++i)
    reason |= rule == Rotation::idempotent ? session.pairs[i].forgotten : session.pairs[i].trouble;
  KEYTURN_NOTE("server: r%u.%u again, taken for theft%s", number, presented, reason ? ", for a known reason" : "");
  if (!reason && !session.over && !session.excused)
    world->broken(Invariant::server_ends_for_a_reason, "r%u.%u was spent, and process %d presents it again", number,
                  presented, message.process);
  end(number, Death::theft);
  return {.status = 400, .text = "refused"};
}

Answer Server::logout(const Message& message) {
  const int dead = world->plan.dialect == Dialect::oauth2 ? 200 : 401;  // RFC 7009, section 2.2
  if (!message.token || message.token->session == 0 || message.token->session >= sessions_.size())
    return {.status = dead};
  Session& session = sessions_[message.token->session];
  if (!session.alive()) return {.status = dead};
  if (!session.over && session.claimed && !session.excused)
    world->broken(Invariant::revoked_for_a_reason, "process %d revokes session %u, which nobody has left",
                  message.process, message.token->session);
  end(message.token->session, Death::logout);
  return {.status = 200};
}

}  // namespace simulation
