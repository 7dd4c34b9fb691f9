/// @file keyturn/protocol/json_api_config.hpp What differs between servers that speak the plain JSON dialect, as data.
#ifndef KEYTURN_PROTOCOL_JSON_API_CONFIG_HPP


#include <keyturn/model/unknown_outcome.hpp>

#include <iterator>
#include <string>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// How lifetimes in answers are counted.
enum class ExpiryUnit {
  seconds,       ///< From the request on.
  milliseconds,  ///< From the request on.
  unix_seconds,  ///< A moment by the server's clock, since 1970.
};

/// Names of the members of request objects.
struct JsonSends {
  std::string username = "username", /**< Of what they say. */ password = "password", /**< Of what they say. */ refresh_token = "refresh_token";  ///< Of what they say.
};

/// Where things stand in answers: dotted paths, such as "data.access_token" or "errors.0.extensions.code".
struct JsonReads {
  /// Of what they say: `expires` and `refresh_expires` are lifetimes or moments, `error` is a word.
  std::string access_token = "access_token", refresh_token = "refresh_token", /**< Of what they say: `expires` and `refresh_expires` are lifetimes or moments, `error` is a word. */ token_type = "token_type", /**< Of what they say: `expires` and `refresh_expires` are lifetimes or moments, `error` is a word. */
              expires = "expires_in", /**< Of what they say: `expires` and `refresh_expires` are lifetimes or moments, `error` is a word. */ refresh_expires = "refresh_expires_in", /**< Of what they say: `expires` and `refresh_expires` are lifetimes or moments, `error` is a word. */ error = "error"; /**< Of what they say: `expires` and `refresh_expires` are lifetimes or moments, `error` is a word. */
};

/// The errors that servers commonly name when a refresh token is dead.
inline std::vector<std::string> default_definitive_errors() {
                                                                                                  
                                                                                 
                                                
}

/// The whole of a dialect. Paths are resolved below `base_url`.
struct JsonApiConfig {
  /// An absolute URL, whose origin may get the access token, and the paths of the three requests below it.
  std::string base_url{}, login_path = "/login", /**< An absolute URL, whose origin may get the access token, and the paths of the three requests below it. */ refresh_path = "/refresh", /**< An absolute URL, whose origin may get the access token, and the paths of the three requests below it. */ logout_path = "/logout"; /**< An absolute URL, whose origin may get the access token, and the paths of the three requests below it. */
  JsonSends sends{};                              ///< What the members of requests are called.
  JsonReads reads{};                              ///< Where things stand in answers.
  ExpiryUnit expires_unit = ExpiryUnit::seconds;  /**< Of `reads.expires` and `reads.refresh_expires`. */
  /// Constant string members of the request objects.
  std::vector<std::pair<std::string, std::string>> login_extra{}, refresh_extra{}, /**< Constant string members of the request objects. */ logout_extra{}; /**< Constant string members of the request objects. */
  /// Errors at `reads.error` that end the session.
  std::vector<std::string> definitive_errors = default_definitive_errors();
  /// For servers that hand over the refresh token as an HttpOnly cookie of this name: read from Set-Cookie alone, and
  /// sent back as Cookie to refresh and logout alone.
  std::string refresh_token_cookie{};
  std::vector<int> definitive_statuses{};  ///< For servers whose refusals have no readable body.
  bool bare_401_is_definitive = true;      ///< 401 with a JSON object that names no error ends the session.
  std::string expired_error = "refresh_token_expired";  ///< The definitive error that means `Verdict::expired`.
  std::string superseded_error = "superseded";          /**< The error that means `Verdict::superseded`. */
  /// What to do when an answer to a refresh was lost. The default suits servers that know `Idempotency-Key`, or take a
  /// spent refresh token again.
  UnknownOutcome unknown_outcome{};
};

KEYTURN_NAMESPACE_END

#endif
