#include "auth_server/presentations.hpp"

#include "auth_server/database.hpp"

#include <algorithm>
#include <array>

namespace keyturn::example {
namespace {

constexpr const char* schema = R"(
  CREATE TABLE IF NOT EXISTS presentation_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS presentations (
    id INTEGER PRIMARY KEY,
    presented_at INTEGER NOT NULL,
    token_mark BLOB NOT NULL,
    session_id INTEGER,
    rotation INTEGER,
    key_mark BLOB,
    outcome TEXT NOT NULL);
)";

constexpr std::array outcomes{RefreshOutcome::rotated, RefreshOutcome::replayed, RefreshOutcome::superseded,
                              RefreshOutcome::unknown, RefreshOutcome::expired,  RefreshOutcome::revoked,
                              RefreshOutcome::reused};

RefreshOutcome read_outcome(std::string_view text) {
  const auto* found = std::find_if(outcomes.begin(), outcomes.end(),
                                   [text](RefreshOutcome outcome) { return to_string(outcome) == text; });
  if (found == outcomes.end()) throw DatabaseError{"the log of presentations has an outcome that nobody wrote"};
  return *found;
}

std::string hex(const Bytes& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace

std::string_view to_string(RefreshOutcome outcome) {
  switch (outcome) {
    case RefreshOutcome::rotated:
      return "rotated";
    case RefreshOutcome::replayed:
      return "replayed";
    case RefreshOutcome::superseded:
      return "superseded";
    case RefreshOutcome::unknown:
      return "unknown";
    case RefreshOutcome::expired:
      return "expired";
    case RefreshOutcome::revoked:
      return "revoked";
    case RefreshOutcome::reused:
      break;
  }
  return "reused";
}

PresentationLog::PresentationLog(Database& database) : database_{database} {
  require_sodium();
  Transaction transaction{database_};
  database_.execute(schema);
  Statement{database_, "INSERT INTO presentation_key (id, key) VALUES (1, ?) ON CONFLICT DO NOTHING", random_key()}
      .run();
  Statement row{database_, "SELECT key FROM presentation_key"};
  const Bytes key = row.step() ? row.blob(0) : Bytes{};
  if (key.size() != key_.size()) throw DatabaseError{"the key of the log of presentations is damaged"};
  std::copy(key.begin(), key.end(), key_.begin());
  row.run();
  transaction.commit();
}

void PresentationLog::record(std::string_view refresh_token, std::optional<std::string_view> idempotency_key,
                             std::optional<std::int64_t> session, std::optional<std::int64_t> rotation,
                             RefreshOutcome outcome, ServerTime now) {
  std::optional<Digest> key_mark;
  if (idempotency_key) key_mark = secret_mark(key_, "idempotency key:", *idempotency_key);
  Statement{database_,
            "INSERT INTO presentations (presented_at, token_mark, session_id, rotation, key_mark, outcome) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            now,
            secret_mark(key_, "refresh token:", refresh_token),
            session,
            rotation,
            key_mark,
            to_string(outcome)}
      .run();
  Statement{database_, "DELETE FROM presentations WHERE id <= ?", database_.last_row() - longest}.run();
}

std::vector<Presentation> PresentationLog::all() {
  const auto lock = database_.lock();
  Statement row{database_,
                "SELECT presented_at, token_mark, session_id, rotation, key_mark, outcome FROM presentations "
                "ORDER BY id"};
  std::vector<Presentation> found;
  while (row.step()) {
    Presentation presentation{row.time(0), hex(row.blob(1)), {}, {}, {}, read_outcome(row.text(5))};
    if (!row.is_null(2)) presentation.session = row.integer(2);
    if (!row.is_null(3)) presentation.rotation = row.integer(3);
    if (!row.is_null(4)) presentation.idempotency_key = hex(row.blob(4));
    found.push_back(std::move(presentation));
  }
  return found;
}

}  // namespace keyturn::example
