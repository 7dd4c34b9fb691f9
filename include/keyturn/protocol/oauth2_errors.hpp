// The words by which OAuth 2.0 servers name errors. Only these stand in errors for people: any other text of an answer
// might be a secret.
#ifndef KEYTURN_PROTOCOL_OAUTH2_ERRORS_HPP
#define KEYTURN_PROTOCOL_OAUTH2_ERRORS_HPP

#include <keyturn/config/abi.hpp>

#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Errors that say the same however often they are asked: the client's registration or the configuration is wrong, or the
/// server wants to see the user.
constexpr bool is_lasting_oauth2_error(std::string_view word) {
  for (const std::string_view one :
       {"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_target",
        "interaction_required", "login_required", "consent_required", "account_selection_required", "mfa_required",
        "insufficient_user_authentication", "access_denied"})
    if (word == one) return true;
  return false;
}

/// Whether `word` is registered as an error (IANA, OAuth Extensions Error Registry), or as good as that.
constexpr bool is_oauth2_error(std::string_view word) {
  for (const std::string_view one :
       {"invalid_request", "invalid_grant", "unsupported_response_type", "server_error", "temporarily_unavailable",
        "authorization_pending", "slow_down", "expired_token", "unsupported_token_type", "invalid_token",
        "insufficient_scope", "invalid_dpop_proof", "use_dpop_nonce", "invalid_request_uri", "invalid_request_object",
        "request_not_supported", "request_uri_not_supported", "registration_not_supported"})
    if (word == one) return true;
  return is_lasting_oauth2_error(word);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
