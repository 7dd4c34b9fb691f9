/// @file keyturn/model/event.hpp What the host is told: events, the reasons of a logout, and the state of the session.
#ifndef KEYTURN_MODEL_EVENT_HPP


#include <keyturn/base/error.hpp>
#include <keyturn/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// Why a session ended.
enum class LogoutReason {
  requested,              ///< `logout()` was called here.
  refresh_token_expired,  ///< The auth server refused the refresh token, and its time is over.
  refresh_token_refused,  ///< The auth server refused the refresh token.
  no_refresh_token,       ///< The access token is dead and there is nothing to renew it with.
  logged_out_elsewhere,   ///< Another process logged out, or logged in anew, in the shared storage.
};

/// What happened, without secrets.
struct Event {
  /// What it is that happened.
  enum class Kind {
    logged_in,             ///< A session began by `login` or `adopt`.
    refreshed,             ///< A new pair is in storage and in use.
    found_newer,           ///< Another process had rotated: its pair was taken over from storage.
    refresh_failed,        ///< An attempt to refresh failed; `error` says why.
    replayed,              ///< A request was sent once more with a newer token after a 401.
    late_401,              ///< A 401 was for an older token: no refresh.
    storage_failed,        ///< Storage could not be read, written or erased; the session goes on from memory.
    storage_recovered,     ///< What could not be saved is saved now.
    stale_result_dropped,  ///< A refresh ended after its session had; its tokens are revoked.
    logged_out,            ///< The session is over; `reason` says why.
  };
  Kind kind{};                           ///< What happened.
  std::uint64_t epoch{}, /**< To which session, and to which pair in there. */ generation{};   ///< To which session, and to which pair in there.
  std::optional<Error> error{};          ///< Why, where something failed.
  std::optional<LogoutReason> reason{};  ///< For logged_out.
  std::chrono::nanoseconds took{};       ///< For refreshed and refresh_failed: since the refresh began. Else 0.
};

/// The name of the reason, as it stands above. Static storage.
constexpr std::string_view to_string(LogoutReason reason) {
                   
                                 
                         
                                             
                                     
                                             
                                     
                                        
                                
                                            
                                    
   
                   
}

/// The name of the kind, as it stands above. Static storage.
constexpr std::string_view to_string(Event::Kind kind) {
                 
                                
                         
                                
                         
                                  
                           
                                     
                              
                               
                        
                               
                        
                                     
                              
                                        
                                 
                                           
                                    
                                 
                          
   
                   
}

/// A look at the session. Without secrets.
struct SessionInfo {
  bool logged_in{};  /**< As `AuthClient::logged_in` says. */
  /// Number of the session in this client, +1 at each login and each logout; and of the pair within the session, +1 at each
  /// refresh, kept across restarts.
  std::uint64_t epoch{}, generation{}; /**< Number of the session in this client, +1 at each login and each logout; and of the pair within the session, +1 at each \ilinebr refresh, kept across restarts. */
  std::optional<std::chrono::seconds> expires_in{};  ///< Of the access token; nothing: unknown. Never negative.
  bool refreshing{};                                 ///< Whether a refresh runs now.
  std::string scope{};  ///< What the server granted, as far as it said so: maybe less than was asked for.
};

KEYTURN_NAMESPACE_END

#endif
