// The log of presented refresh tokens: what came to `POST /refresh`, and what became of it.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_PRESENTATIONS_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_PRESENTATIONS_HPP

#include "auth_server/config.hpp"
#include "auth_server/tokens.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::example {

class Database;

enum class RefreshOutcome {
  rotated,     // a new pair; the old one is dead
  replayed,    // the pair that this exchange brought before
  superseded,  // the exchange is known, and its successor has been exchanged since: no harm, no tokens
  unknown,     // never issued, or forgotten since
  expired,
  revoked,  // the session was ended before
  reused,   // theft: the session was ended by this very request
};

std::string_view to_string(RefreshOutcome outcome);

// One refresh token that was shown. The marks are keyed digests in hex: equal for equal secrets, in this database
// alone, and of no use for anything else.
struct Presentation {
  ServerTime at;
  std::string token;                           // its mark
  std::optional<std::int64_t> session;         // none: the token is unknown
  std::optional<std::int64_t> rotation;        // how many rotations brought that token; 0: the login did
  std::optional<std::string> idempotency_key;  // its mark
  RefreshOutcome outcome{};
};

// Keeps the newest ones. Its key is made once for each database, so that marks can be compared across a restart.
class PresentationLog {
 public:
  static constexpr std::int64_t longest = 10'000;

  explicit PresentationLog(Database& database);  // throws DatabaseError, as all functions do

  // For the inside of a transaction: what is recorded and what was done are committed together.
  void record(std::string_view refresh_token, std::optional<std::string_view> idempotency_key,
              std::optional<std::int64_t> session, std::optional<std::int64_t> rotation, RefreshOutcome outcome,
              ServerTime now);

  std::vector<Presentation> all();  // the oldest first

 private:
  Database& database_;
  Digest key_{};
};

}  // namespace keyturn::example

#endif
