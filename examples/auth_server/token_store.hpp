// The token store: users, their sessions, and every refresh token a session ever had, each as a digest alone.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_TOKEN_STORE_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_TOKEN_STORE_HPP

#include "auth_server/config.hpp"
#include "auth_server/database.hpp"
#include "auth_server/presentations.hpp"
#include "auth_server/tokens.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example {

struct TokenRules {
  std::chrono::seconds access_ttl, refresh_ttl;
  Rotation rotation;
  std::chrono::seconds keep_ended;
};

struct User {
  std::int64_t id{};
  std::string password_hash;
};

struct IssuedPair {
  TokenPair tokens;
  ServerTime access_expires_at, refresh_expires_at;
};

struct RefreshResult {
  RefreshOutcome outcome{};
  IssuedPair pair{};  // for rotated and replayed
};

struct AccessGrant {
  std::int64_t user_id{};
  std::string username;
};

struct LiveToken {
  std::string username;
  bool is_access_token{};
  ServerTime issued_at, expires_at;
};

struct Note {
  std::int64_t id{};
  std::string text;
};

// Every function throws DatabaseError when the database cannot do its part; then nothing has changed, except
// possibly when a commit's own outcome is unknown. Safe on many threads.
class TokenStore {
 public:
  TokenStore(Database& database, TokenRules rules);

  bool add_user(std::string_view name, const std::string& password_hash);  // false: the name is taken
  std::optional<User> find_user(std::string_view name);
  void change_password(std::int64_t user_id, const std::string& password_hash);

  IssuedPair open_session(std::int64_t user_id, ServerTime now);
  RefreshResult refresh(std::string_view refresh_token, std::optional<std::string_view> idempotency_key,
                        ServerTime now);
  bool revoke(std::string_view token, ServerTime now);  // either kind, even a dead one; false: no live session has it

  // Both count as a use of the access token, which closes the window of Rotation::Mode::window.
  std::optional<AccessGrant> use_access_token(std::string_view token, ServerTime now);
  std::optional<LiveToken> look_up(std::string_view token, ServerTime now);

  std::vector<Note> notes(std::int64_t user_id);
  static constexpr std::int64_t most_notes = 1000;
  /// Nothing: the user has the most that there may be.
  std::optional<Note> add_note(std::int64_t user_id, std::string_view text);

  std::vector<Presentation> presentations() { return presentations_.all(); }

  void purge(ServerTime now);  // forgets what ended longer ago than `keep_ended`

 private:
  struct Presented;
  std::optional<Presented> find_presented(std::string_view refresh_token);
  RefreshResult exchange(const std::optional<Presented>& presented, std::string_view refresh_token,
                         std::optional<std::string_view> idempotency_key, ServerTime now);
  RefreshResult rotate(const Presented& presented, std::string_view refresh_token,
                       std::optional<std::string_view> idempotency_key, ServerTime now);
  RefreshResult present_again(const Presented& presented, std::string_view refresh_token,
                              std::optional<std::string_view> idempotency_key, ServerTime now);
  RefreshResult replay(const Presented& presented, const ExchangeSecret& secret, ServerTime now);
  RefreshResult revoke_family(const Presented& presented, ServerTime now);
  void add_refresh_token(std::int64_t session_id, std::int64_t generation, const IssuedPair& pair, ServerTime now);
  IssuedPair issue(ServerTime now) const;
  void note_use(std::int64_t session_id);

  Database& database_;
  TokenRules rules_;
  PresentationLog presentations_;
};

}  // namespace keyturn::example

#endif
