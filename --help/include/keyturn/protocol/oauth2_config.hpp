/// @file keyturn/protocol/oauth2_config.hpp What differs between servers that speak OAuth 2.0, as data; and the grants, which are the ways to log in to them.
#ifndef KEYTURN_PROTOCOL_OAUTH2_CONFIG_HPP


#include <keyturn/base/secret.hpp>
#include <keyturn/model/unknown_outcome.hpp>
#include <keyturn/protocol/json_api_config.hpp>

#include <string>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// How the client says who it is at the token and the revocation endpoint (RFC 6749, section 2.3). Exactly one way, never
/// probed: a refresh token is not for finding out which one a server likes.
enum class ClientAuth {
  none,   ///< A public client, such as an app on a user's device: its id stands in the body.
  basic,  ///< Id and secret, each form encoded, in an Authorization header (section 2.3.1).
  post,   ///< Id and secret in the body.
};

/// The errors of RFC 6749, section 5.2, that mean a dead refresh token: one alone.
inline std::vector<std::string> default_oauth2_errors() {                           }

/// An auth server, the client as it is registered there, and the API that the tokens are for. Endpoints are absolute
/// URLs; one that is empty is not there. `discover()` fills in what a server tells about itself.
struct OAuth2Config {
  /// Of the auth server; `issuer` is compared byte for byte.
  std::string issuer{}, authorization_endpoint{}, /**< Of the auth server; `issuer` is compared byte for byte. */ token_endpoint{}, /**< Of the auth server; `issuer` is compared byte for byte. */ revocation_endpoint{}, /**< Of the auth server; `issuer` is compared byte for byte. */
      device_authorization_endpoint{}; /**< Of the auth server; `issuer` is compared byte for byte. */
  std::string api_base{};                     ///< Where the access token goes: paths of calls are resolved below it.
  std::string client_id{};                    ///< As it is registered; no secret.
  Secret client_secret{};                     ///< For `basic` and `post`.
  ClientAuth client_auth = ClientAuth::none;  ///< The one way that is registered there.
  std::string scope{};                        ///< What to ask for, separated by spaces.
  std::vector<std::pair<std::string, std::string>> extra{};  ///< Constant parameters of every token request.
  std::vector<std::string> definitive_errors = default_oauth2_errors();  /**< Errors that end the session. */
  /// For servers that refuse a dead refresh token without naming an error. A named error that is not in
  /// `definitive_errors` counts more.
  std::vector<int> definitive_statuses{};

  std::string userinfo_endpoint{};  /**< OpenID Connect: who the user is, for `get()`, if its origin is allowed. */
  /// The server says `iss` in every callback, so one without it is not the server's (RFC 9207, section 2.4).
  bool iss_in_callbacks = false;
  /// How the access token is sent, and what answers call it, without regard to case (RFC 6749, section 7.1). One of another
  /// type is not used.
  std::string token_type = "Bearer";
  std::vector<std::string> token_type_aliases{};  ///< Other names for it in answers; an empty one: none at all.
  JsonReads reads{};                              ///< Where things stand in answers, if not where RFC 6749 has them.
  bool sends_idempotency_key = false;             /**< For servers that know `Idempotency-Key`. */
  /// What to do when an answer to a refresh was lost. The default suits servers that nothing is known of: one that takes a
  /// spent refresh token for a while does so now, and of one that does not, nothing is lost that was not.
  UnknownOutcome unknown_outcome{UnknownOutcome::Rule::repeat_within, std::chrono::seconds{10}};
};

/// What a callback of the authorization endpoint brought, for tokens (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
struct AuthorizationCode {
  /// What the callback brought; as in the authorization request, empty if there was none in it; and what its challenge was
  /// made of, empty if it had none.
  std::string code{}, redirect_uri{}, /**< What the callback brought; as in the authorization request, empty if there was none in it; and what its challenge was \ilinebr made of, empty if it had none. */ code_verifier{}; /**< What the callback brought; as in the authorization request, empty if there was none in it; and what its challenge was \ilinebr made of, empty if it had none. */
};

/// The client itself logs in, without a user (RFC 6749, section 4.4). Such a session renews itself without a refresh token.
struct ClientCredentials {};

/// A device whose user has been asked on another one (RFC 8628, section 3.4).
struct DeviceCode {
  std::string device_code{};  ///< Of `DeviceAuthorization`.
};

/// A refresh token obtained elsewhere, such as by an earlier version of the app: the session begins with its first refresh.
struct RefreshToken {
  Secret token{};  ///< Kept until the server gives another one.
};

KEYTURN_NAMESPACE_END

#endif
