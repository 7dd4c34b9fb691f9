#include "auth_server/token_store.hpp"

#include <algorithm>

namespace keyturn::example {
namespace {

// A session's number never comes again, because the log of presentations outlives the session.
constexpr const char* schema = R"(
  CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    text TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS notes_by_user ON notes (user_id);
  CREATE TABLE IF NOT EXISTS sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    generation INTEGER NOT NULL DEFAULT 0,
    access_digest BLOB NOT NULL UNIQUE,
    access_issued_at INTEGER NOT NULL,
    access_expires_at INTEGER NOT NULL,
    refresh_expires_at INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    revoked_at INTEGER);
  CREATE TABLE IF NOT EXISTS refresh_tokens (
    digest BLOB PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    spent_at INTEGER,
    exchange_proof BLOB,
    sealed_successor BLOB) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS refresh_tokens_by_session ON refresh_tokens (session_id, generation);
)";

}  // namespace

// A refresh token that somebody shows, with the state of the session it belongs to.
struct TokenStore::Presented {
  std::int64_t session_id{}, generation{}, session_generation{};
  ServerTime expires_at;
  std::optional<ServerTime> spent_at;
  bool revoked{}, successor_used{};
  ServerTime access_expires_at, refresh_expires_at;  // of the session's newest pair
  Bytes proof, sealed_successor;

  bool successor_is_newest() const { return generation + 1 == session_generation; }
};

TokenStore::TokenStore(Database& database, TokenRules rules)
    : database_{database}, rules_{rules}, presentations_{database} {
  Transaction transaction{database_};
  database_.execute(schema);
  transaction.commit();
}

bool TokenStore::add_user(std::string_view name, const std::string& password_hash) {
  Transaction transaction{database_};
  Statement{database_, "INSERT INTO users (name, password_hash) VALUES (?, ?) ON CONFLICT DO NOTHING", name,
            password_hash}
      .run();
  const bool added = database_.changed_rows() > 0;
  transaction.commit();
  return added;
}

std::optional<User> TokenStore::find_user(std::string_view name) {
  const auto lock = database_.lock();
  Statement user{database_, "SELECT id, password_hash FROM users WHERE name = ?", name};
  if (!user.step()) return std::nullopt;
  return User{user.integer(0), user.text(1)};
}

void TokenStore::change_password(std::int64_t user_id, const std::string& password_hash) {
  Transaction transaction{database_};
  Statement{database_, "UPDATE users SET password_hash = ? WHERE id = ?", password_hash, user_id}.run();
  transaction.commit();
}

IssuedPair TokenStore::issue(ServerTime now) const {
  return {make_token_pair(), now + rules_.access_ttl, now + rules_.refresh_ttl};
}

void TokenStore::add_refresh_token(std::int64_t session_id, std::int64_t generation, const IssuedPair& pair,
                                   ServerTime now) {
  Statement{database_,
            "INSERT INTO refresh_tokens (digest, session_id, generation, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)",
            token_digest(pair.tokens.refresh_token),
            session_id,
            generation,
            now,
            pair.refresh_expires_at}
      .run();
}

IssuedPair TokenStore::open_session(std::int64_t user_id, ServerTime now) {
  IssuedPair pair = issue(now);
  Transaction transaction{database_};
  Statement{database_,
            "INSERT INTO sessions (user_id, access_digest, access_issued_at, access_expires_at, refresh_expires_at) "
            "VALUES (?, ?, ?, ?, ?)",
            user_id,
            token_digest(pair.tokens.access_token),
            now,
            pair.access_expires_at,
            pair.refresh_expires_at}
      .run();
  add_refresh_token(database_.last_row(), 0, pair, now);
  transaction.commit();
  return pair;
}

std::optional<TokenStore::Presented> TokenStore::find_presented(std::string_view refresh_token) {
  Statement row{database_,
                "SELECT s.id, r.generation, s.generation, r.expires_at, r.spent_at, s.revoked_at, s.used, "
                "s.access_expires_at, s.refresh_expires_at, r.exchange_proof, r.sealed_successor "
                "FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id WHERE r.digest = ?",
                token_digest(refresh_token)};
  if (!row.step()) return std::nullopt;
  Presented presented;
  presented.session_id = row.integer(0);
  presented.generation = row.integer(1);
  presented.session_generation = row.integer(2);
  presented.expires_at = row.time(3);
  if (!row.is_null(4)) presented.spent_at = row.time(4);
  presented.revoked = !row.is_null(5);
  presented.successor_used = row.integer(6) != 0;
  presented.access_expires_at = row.time(7);
  presented.refresh_expires_at = row.time(8);
  presented.proof = row.blob(9);
  presented.sealed_successor = row.blob(10);
  return presented;
}

RefreshResult TokenStore::refresh(std::string_view refresh_token, std::optional<std::string_view> idempotency_key,
                                  ServerTime now) {
  Transaction transaction{database_};
  const auto presented = find_presented(refresh_token);
  const RefreshResult result = exchange(presented, refresh_token, idempotency_key, now);
  std::optional<std::int64_t> session, rotation;
  if (presented) session = presented->session_id;
  if (presented) rotation = presented->generation;
  presentations_.record(refresh_token, idempotency_key, session, rotation, result.outcome, now);
  transaction.commit();
  return result;
}

RefreshResult TokenStore::exchange(const std::optional<Presented>& presented, std::string_view refresh_token,
                                   std::optional<std::string_view> idempotency_key, ServerTime now) {
  if (!presented) return {RefreshOutcome::unknown};
  if (presented->revoked) return {RefreshOutcome::revoked};
  if (presented->spent_at) return present_again(*presented, refresh_token, idempotency_key, now);
  if (now >= presented->expires_at) return {RefreshOutcome::expired};
  return rotate(*presented, refresh_token, idempotency_key, now);
}

RefreshResult TokenStore::rotate(const Presented& presented, std::string_view refresh_token,
                                 std::optional<std::string_view> idempotency_key, ServerTime now) {
  const IssuedPair pair = issue(now);
  std::optional<Digest> proof;
  std::optional<Bytes> sealed;
  if (rules_.rotation.mode == Rotation::Mode::idempotent && idempotency_key) {
    const ExchangeSecret secret{refresh_token, *idempotency_key};
    proof = exchange_proof(secret);
    sealed = seal(pair.tokens, secret);
  }
  if (rules_.rotation.mode == Rotation::Mode::window) sealed = seal(pair.tokens, {refresh_token, {}});

  const auto generation = presented.session_generation + 1;
  Statement{
      database_, "UPDATE refresh_tokens SET spent_at = ?, exchange_proof = ?, sealed_successor = ? WHERE digest = ?",
      now,       proof,
      sealed,    token_digest(refresh_token)}
      .run();
  Statement{database_,  // what this pair came from was received: its sealed copy has served
            "UPDATE refresh_tokens SET sealed_successor = NULL WHERE session_id = ? AND generation = ?",
            presented.session_id, presented.generation - 1}
      .run();
  Statement{database_,
            "UPDATE sessions SET generation = ?, access_digest = ?, access_issued_at = ?, access_expires_at = ?, "
            "refresh_expires_at = ?, used = 0 WHERE id = ?",
            generation,
            token_digest(pair.tokens.access_token),
            now,
            pair.access_expires_at,
            pair.refresh_expires_at,
            presented.session_id}
      .run();
  add_refresh_token(presented.session_id, generation, pair, now);
  return {RefreshOutcome::rotated, pair};
}

RefreshResult TokenStore::present_again(const Presented& presented, std::string_view refresh_token,
                                        std::optional<std::string_view> idempotency_key, ServerTime now) {
  switch (rules_.rotation.mode) {
    case Rotation::Mode::idempotent: {
      if (!idempotency_key) break;
      const ExchangeSecret secret{refresh_token, *idempotency_key};
      if (!same_digest(exchange_proof(secret), presented.proof)) break;
      if (!presented.successor_is_newest()) return {RefreshOutcome::superseded};
      return replay(presented, secret, now);
    }
    case Rotation::Mode::window: {
      const bool open = presented.successor_is_newest() && !presented.successor_used &&
                        now <= *presented.spent_at + rules_.rotation.window;
      if (!open) break;
      return replay(presented, {refresh_token, {}}, now);
    }
    case Rotation::Mode::strict:
      break;
  }
  return revoke_family(presented, now);
}

RefreshResult TokenStore::replay(const Presented& presented, const ExchangeSecret& secret, ServerTime now) {
  if (now >= presented.refresh_expires_at) return {RefreshOutcome::expired};
  auto tokens = unseal(presented.sealed_successor, secret);
  if (!tokens) return revoke_family(presented, now);  // sealed under the rule of another --rotation
  return {RefreshOutcome::replayed, {*std::move(tokens), presented.access_expires_at, presented.refresh_expires_at}};
}

RefreshResult TokenStore::revoke_family(const Presented& presented, ServerTime now) {
  Statement{database_, "UPDATE sessions SET revoked_at = ? WHERE id = ?", now, presented.session_id}.run();
  Statement{database_, "UPDATE refresh_tokens SET sealed_successor = NULL WHERE session_id = ?", presented.session_id}
      .run();
  return {RefreshOutcome::reused};
}

bool TokenStore::revoke(std::string_view token, ServerTime now) {
  Transaction transaction{database_};
  const Digest digest = token_digest(token);
  Statement session{database_,
                    "SELECT id FROM sessions WHERE access_digest = ?1 AND revoked_at IS NULL UNION "
                    "SELECT s.id FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id "
                    "WHERE r.digest = ?1 AND s.revoked_at IS NULL",
                    digest};
  if (!session.step()) return false;
  Presented found;
  found.session_id = session.integer(0);
  session.run();
  revoke_family(found, now);
  transaction.commit();
  return true;
}

// Only the first use of a pair writes, and only where the rotation rule asks for it.
void TokenStore::note_use(std::int64_t session_id) {
  if (rules_.rotation.mode != Rotation::Mode::window) return;
  Statement{database_, "UPDATE sessions SET used = 1 WHERE id = ? AND used = 0", session_id}.run();
}

std::optional<AccessGrant> TokenStore::use_access_token(std::string_view token, ServerTime now) {
  const auto lock = database_.lock();
  Statement session{database_,
                    "SELECT s.id, u.id, u.name FROM sessions s JOIN users u ON u.id = s.user_id "
                    "WHERE s.access_digest = ? AND s.revoked_at IS NULL AND s.access_expires_at > ?",
                    token_digest(token), now};
  if (!session.step()) return std::nullopt;
  AccessGrant grant{session.integer(1), session.text(2)};
  const auto id = session.integer(0);
  session.run();
  note_use(id);
  return grant;
}

std::optional<LiveToken> TokenStore::look_up(std::string_view token, ServerTime now) {
  const auto grant = use_access_token(token, now);
  const auto lock = database_.lock();
  const char* sql = grant ? "SELECT u.name, s.access_issued_at, s.access_expires_at "
                            "FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.access_digest = ?1 "
                            "AND s.revoked_at IS NULL AND s.access_expires_at > ?2"
                          : "SELECT u.name, r.issued_at, r.expires_at FROM refresh_tokens r "
                            "JOIN sessions s ON s.id = r.session_id JOIN users u ON u.id = s.user_id "
                            "WHERE r.digest = ?1 AND r.spent_at IS NULL AND s.revoked_at IS NULL AND r.expires_at > ?2";
  Statement row{database_, sql, token_digest(token), now};
  if (!row.step()) return std::nullopt;
  return LiveToken{row.text(0), grant.has_value(), row.time(1), row.time(2)};
}

std::vector<Note> TokenStore::notes(std::int64_t user_id) {
  const auto lock = database_.lock();
  Statement rows{database_, "SELECT id, text FROM notes WHERE user_id = ? ORDER BY id", user_id};
  std::vector<Note> found;
  while (rows.step()) found.push_back({rows.integer(0), rows.text(1)});
  return found;
}

std::optional<Note> TokenStore::add_note(std::int64_t user_id, std::string_view text) {
  Transaction transaction{database_};
  Statement count{database_, "SELECT count(*) FROM notes WHERE user_id = ?", user_id};
  if (count.step() && count.integer(0) >= most_notes) return std::nullopt;
  Statement{database_, "INSERT INTO notes (user_id, text) VALUES (?, ?)", user_id, text}.run();
  Note added{database_.last_row(), std::string{text}};
  transaction.commit();
  return added;
}

void TokenStore::purge(ServerTime now) {
  const ServerTime horizon = now - rules_.keep_ended;
  Transaction transaction{database_};
  Statement{database_, "DELETE FROM sessions WHERE refresh_expires_at < ?1 OR revoked_at < ?1", horizon}.run();
  Statement{database_, "DELETE FROM refresh_tokens WHERE spent_at IS NOT NULL AND expires_at < ?", horizon}.run();
  transaction.commit();
}

}  // namespace keyturn::example
