/// @file keyturn/model/options.hpp What a host may choose for a client.
#ifndef KEYTURN_MODEL_OPTIONS_HPP


#include <keyturn/base/time.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// At most `count` refreshes in any `window`.
struct RefreshBudget {
  unsigned count = 5;                        ///< Beyond it, who has no valid token gets `refresh_storm`.
  std::chrono::milliseconds window{30'000};  ///< Any such span, not a calendar's.
};

/// What a host may choose for a client; every default is fit for use.
struct Options {
  std::string account = "default";             ///< The name in storage.
  std::vector<std::string> allowed_origins{};  /**< May get the access token, beside the protocol's own origin. */
  /// How long before its end an access token is renewed, while it still works: half its lifetime at most. Default: 10 % of
  /// its lifetime, at most 60 s.
  std::optional<std::chrono::seconds> leeway{};
  /// `request_timeout`: of a call from its beginning, waiting for a refresh included, where `Request::timeout` is 0.
  /// `refresh_timeout`: of one request for tokens. `logout_timeout`: of a whole logout. `lock_patience`: how long the lock
  /// of a shared storage is waited for.
  std::chrono::milliseconds request_timeout{30'000}, refresh_timeout{30'000}, /**< `request_timeout`: of a call from its beginning, waiting for a refresh included, where `Request::timeout` is 0. \ilinebr `refresh_timeout`: of one request for tokens. `logout_timeout`: of a whole logout. `lock_patience`: how long the lock \ilinebr of a shared storage is waited for. */ logout_timeout{10'000}, /**< `request_timeout`: of a call from its beginning, waiting for a refresh included, where `Request::timeout` is 0. \ilinebr `refresh_timeout`: of one request for tokens. `logout_timeout`: of a whole logout. `lock_patience`: how long the lock \ilinebr of a shared storage is waited for. */
      lock_patience{40'000}; /**< `request_timeout`: of a call from its beginning, waiting for a refresh included, where `Request::timeout` is 0. \ilinebr `refresh_timeout`: of one request for tokens. `logout_timeout`: of a whole logout. `lock_patience`: how long the lock \ilinebr of a shared storage is waited for. */
  std::size_t max_response = 64u << 20;     ///< Bytes of an API answer's body, where `Request::max_response` is 0.
  std::size_t max_token_answer = 1u << 20;  ///< Bytes of an auth server's answer.
  RefreshBudget refresh_budget{};           ///< Keeps a fault from becoming a flood of refreshes.
  unsigned refresh_attempts = 3;            ///< Within one refresh, for transient and ambiguous failures.
};

KEYTURN_NAMESPACE_END

#endif
