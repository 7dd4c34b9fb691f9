/// @file keyturn/model/tokens.hpp A pair of tokens as the auth server gave it, and the plainest way to ask for one.
#ifndef KEYTURN_MODEL_TOKENS_HPP


#include <keyturn/base/secret.hpp>
#include <keyturn/base/time.hpp>

#include <optional>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// What a login or refresh answer holds. Relative and absolute lifetimes may both be there; the relative ones count.
struct TokenSet {
  Secret access_token{}, /**< Empty: none. */ refresh_token{}, /**< Empty: none. */ id_token{};  /**< Empty: none. */
  /// What stands before the token in Authorization; and what the server granted, empty if it did not say.
  std::string token_type = "Bearer", scope{}; /**< What stands before the token in Authorization; and what the server granted, empty if it did not say. */
  std::optional<std::chrono::seconds> expires_in{}, /**< As the answer said, from the request on. */ refresh_expires_in{};  ///< As the answer said, from the request on.
  std::optional<std::chrono::sys_seconds> expires_at{}, /**< By the server's clock. */ refresh_expires_at{};  ///< By the server's clock.
};

/// The first grant: user name and password.
struct Password {
  std::string username{};  ///< UTF-8.
  Secret password{};       ///< UTF-8.
};

/// What a protocol makes of the auth server's answer to a refresh.
enum class Verdict {
  renewed,     ///< There are new tokens in it.
  refused,     ///< Definitive: the refresh token is dead. The session ends.
  expired,     ///< Definitive: the refresh token's time is over. The session ends.
  superseded,  ///< A newer rotation exists: look in storage for it; if it is not there, refused.
  transient,   ///< Everything else: the session lives, try again later.
};

KEYTURN_NAMESPACE_END

#endif
