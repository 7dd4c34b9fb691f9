/// @file keyturn/protocol/servers.hpp What is known of real auth servers, as one table: how their answers look, and what they do with a spent refresh token.
#ifndef KEYTURN_PROTOCOL_SERVERS_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/protocol/json_api_config.hpp>
#include <keyturn/protocol/oauth2_config.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// The facts of one server, as it is set up by default. Lists are separated by spaces. What stands empty is as the protocol
/// has it.
struct ServerFacts {
  /// Which protocol it speaks.
  enum class Speaks {
    oauth2,  ///< For `with_facts_of`.
    json     ///< For `json_api_of`.
  };

  std::string_view name{};         ///< By which it is found; lower case.
  Speaks speaks = Speaks::oauth2;  ///< Which of the facts below count.
  std::string_view base{};         ///< How its issuer looks, or the base URL: for people.
  std::string_view unconfirmed{};  ///< Which of its facts nobody has seen on the wire yet; empty: none.

  // OAuth 2.0.
  /// Where discovery does not say it: absolute URLs.
  std::string_view authorization_endpoint{}, token_endpoint{}, /**< Where discovery does not say it: absolute URLs. */ device_authorization_endpoint{}; /**< Where discovery does not say it: absolute URLs. */
  std::string_view token_type_aliases{};  ///< As `OAuth2Config` has them.

  // JSON.
  std::string_view login_path{}, /**< Below the base URL. */ refresh_path{}, /**< Below the base URL. */ logout_path{};  ///< Below the base URL.
  std::string_view sends_username{}, /**< What these members of requests are called. */ sends_refresh_token{};      ///< What these members of requests are called.
  std::string_view extra_name{}, /**< A constant member of logins, refreshes and logouts. */ extra_value{};   ///< A constant member of logins, refreshes and logouts.
  std::string_view expired_error{};               ///< As `JsonApiConfig` has it.
  ExpiryUnit expires_unit = ExpiryUnit::seconds;  ///< As `JsonApiConfig` has it.

  // Both.
  /// Where these stand in answers; see `JsonReads`.
  std::string_view access_token{}, refresh_token{}, /**< Where these stand in answers; see `JsonReads`. */ expires{}, /**< Where these stand in answers; see `JsonReads`. */ refresh_expires{}, /**< Where these stand in answers; see `JsonReads`. */ error{}; /**< Where these stand in answers; see `JsonReads`. */
  std::string_view definitive_errors{};                      ///< Errors that end the session.
  UnknownOutcome::Rule rule = UnknownOutcome::Rule::repeat;  ///< See `UnknownOutcome`.
  std::chrono::seconds window{0};                            ///< See `UnknownOutcome`.
};

/// All of them, the confirmed ones first.
inline constexpr ServerFacts known_servers[] = {
    {.name = "okta",
     .base = "https://{domain}/oauth2/default",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{30}},
    {.name = "google", .base = "https://accounts.google.com"},
    {.name = "hydra", .base = "https://{host}/", .rule = UnknownOutcome::Rule::wait},
    {.name = "supabase",
     .speaks = ServerFacts::Speaks::json,
     .base = "https://{project}.supabase.co/auth/v1",
     .login_path = "/token?grant_type=password",
     .refresh_path = "/token?grant_type=refresh_token",
     .logout_path = "/logout",
     .sends_username = "email",
     .expired_error = "session_expired",
     .error = "error_code",
     .definitive_errors = "refresh_token_not_found refresh_token_already_used session_expired"},
    {.name = "directus",
     .speaks = ServerFacts::Speaks::json,
     .base = "https://{host}",
     .login_path = "/auth/login",
     .refresh_path = "/auth/refresh",
     .logout_path = "/auth/logout",
     .sends_username = "email",
     .extra_name = "mode",
     .extra_value = "json",
     .expired_error = "TOKEN_EXPIRED",
     .expires_unit = ExpiryUnit::milliseconds,
     .access_token = "data.access_token",
     .refresh_token = "data.refresh_token",
     .expires = "data.expires",
     .error = "errors.0.extensions.code",
     .definitive_errors = "INVALID_CREDENTIALS TOKEN_EXPIRED",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{10}},
    {.name = "auth0",
     .base = "https://{tenant}.auth0.com/",
     .unconfirmed = "the window, which each app has its own of",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{10}},
    {.name = "keycloak",
     .base = "https://{host}/realms/{realm}",
     .unconfirmed = "refresh_expires_in; with Revoke Refresh Token the rule is wait",
     .refresh_expires = "refresh_expires_in"},
    {.name = "cognito",
     .base = "https://cognito-idp.{region}.amazonaws.com/{pool}",
     .unconfirmed = "the status of refusals; with rotation, RetryGracePeriodSeconds is the window"},
    {.name = "entra-id",
     .base = "https://login.microsoftonline.com/{tenant}/v2.0",
     .unconfirmed = "which errors beside invalid_grant want to see the user"},
    {.name = "firebase",
     .base = "https://securetoken.googleapis.com/v1/token?key={key}",
     .unconfirmed = "that refresh tokens do not rotate; errors beside TOKEN_EXPIRED",
     .error = "error.message",
     .definitive_errors = "TOKEN_EXPIRED USER_DISABLED USER_NOT_FOUND INVALID_REFRESH_TOKEN"},
    {.name = "github-apps",
     .base = "https://github.com",
     .unconfirmed = "the status of refusals: 200, as others have seen it",
     .authorization_endpoint = "https://github.com/login/oauth/authorize",
     .token_endpoint = "https://github.com/login/oauth/access_token",
     .device_authorization_endpoint = "https://github.com/login/device/code",
     .refresh_expires = "refresh_token_expires_in",
     .definitive_errors = "bad_refresh_token invalid_grant",
     .rule = UnknownOutcome::Rule::wait},
    {.name = "slack",
     .base = "https://slack.com",
     .unconfirmed = "the error of a dead refresh token, and whether it comes in a 200 or a 400",
     .authorization_endpoint = "https://slack.com/oauth/v2/authorize",
     .token_endpoint = "https://slack.com/api/oauth.v2.access",
     .token_type_aliases = "bot user",
     .definitive_errors = "invalid_refresh_token invalid_grant",
     .rule = UnknownOutcome::Rule::wait},
    {.name = "strapi",
     .speaks = ServerFacts::Speaks::json,
     .base = "https://{host}/api",
     .unconfirmed = "the error of a dead refresh token; whether a spent one is taken again",
     .login_path = "/auth/local",
     .refresh_path = "/auth/refresh",
     .logout_path = "/auth/logout",
     .sends_username = "identifier",
     .sends_refresh_token = "refreshToken",
     .access_token = "jwt",
     .refresh_token = "refreshToken",
     .error = "error.name",
     .definitive_errors = "UnauthorizedError",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{10}},
};

/** @cond */namespace detail {

inline Result<const ServerFacts*> find_server(std::string_view name, ServerFacts::Speaks speaks) {
                                                  
                                     
                                              
                                                                                          
   
                                                                                  
}

inline void set_if_known(std::string& value, std::string_view known) {
                                    
}

inline std::vector<std::string> words(std::string_view list) {
                               
                         
                                                                 
                           
                                                                                  
   
             
}

inline void set_reads(JsonReads& reads, const ServerFacts& facts) {
                                                       
                                                         
                                             
                                                             
                                         
}

}/** @endcond */  // namespace detail

/// `config`, such as `discover` gave it, with what is known of that server; endpoints that are there already stay.
/// `bad_request`, which names it, if nothing is known of it or it speaks JSON. Firebase's token endpoint holds the key of
/// the project, so it is for the caller to give.
inline Result<OAuth2Config> with_facts_of(std::string_view server, OAuth2Config config) {
                                                                              
                                   
                                     
                                                                       
                                           
    
                                                                    
                                                    
                                                                                  
                                                                      
                                         
                                                                                                          
                                                      
                
}

/// The configuration of a server that speaks JSON, below its base URL. `bad_request`, which names it, if nothing is known of
/// it or it speaks OAuth 2.0. Supabase wants its `apikey` with every request: a proxy or the transport adds it.
inline Result<JsonApiConfig> json_api_of(std::string_view server, std::string base_url) {
                                                                            
                                   
                                     
                       
                                        
                                       
                                           
                                         
                                                                    
                                                                              
                                
                                               
                                                                                                
                                         
                                           
                                                                    
                                             
                                                                            
                                                                                     
                                                      
                
}

KEYTURN_NAMESPACE_END

#endif
