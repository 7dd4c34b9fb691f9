/// @file keyturn/auth_client.hpp AuthClient: wraps a host's HTTP calls with the life of access and refresh tokens.
#ifndef KEYTURN_AUTH_CLIENT_HPP


#include <keyturn/drive/blocking.hpp>

#if KEYTURN_HAS_HOSTED
#include <keyturn/builtin/hosted.hpp>
#endif

KEYTURN_NAMESPACE_BEGIN

/// A client of one API under one account: injects the access token, refreshes once however many calls wait, replays the
/// original request, keeps the session in storage, logs out. Safe for many threads under `Hosted`; no other thread may
/// be inside it when it is destroyed. It throws nothing of its own but `std::bad_alloc`, after which it goes on with the
/// session that storage holds; it starts no threads, and holds no lock while it calls the transport, the storage or the
/// host. Every call ends within its own deadline; the one call that carries a refresh stays with its present attempt, at
/// most one `Options::refresh_timeout` more.
///
/// The host's callbacks must not throw. They run on the threads that call, and on the one on which a storage with `watch`
/// tells of a change; they may call the client again, and must not wait for other calls of the same client. The
/// destructor waits for what such a change has begun.
template <Transport T, Storage S, Protocol P, Platform E>
class AuthClient {
 public:
  /// Never blocks or throws; the session is read from storage on first use.
  KEYTURN_ONCE AuthClient(T transport, S storage, P protocol, Options options = {}, E platform = {})
      : driver_{std::move(transport), std::move(storage), std::move(protocol), std::move(options), std::move(platform)},
        origins_{driver_.protocol().api_base(), driver_.options().allowed_origins} {}

  /** @cond */AuthClient(const AuthClient&) = delete;/** @endcond */
  /** @cond */AuthClient& operator=(const AuthClient&) = delete;/** @endcond */

  /// Reads the session now if it was not read yet: true if there is one. `storage_corrupt` or `storage_failed` if
  /// storage cannot be read; the next call tries again.
  Result<bool> restore() {
                                     
                                                                                            
                                              
                             
  }

  /// False only when it is known that there is no session: nothing is stored, or what is stored is no record.
  bool logged_in() {
                                 
                                                                        
  }

  /// A look at the session; reads it first if that was not done yet.
  SessionInfo session() {
                                  
                                      
                          
                
  }

  /// Called once for each session that ends, after it was erased here and before the calls that ended with it return.
  void on_logout(Callback<void(LogoutReason)> callback) {                                         }

  /// Called for everything that happens to the session. Replaces the listener before it, as `on_logout` does.
  void on_event(Callback<void(const Event&)> callback) {                                        }

  /// Begins a session with tokens obtained elsewhere. An empty access token counts as expired; with neither token:
  /// `bad_request`. A session that is there is replaced.
  Result<void> adopt(TokenSet tokens) {
                                                                    
                                                                                                
                                                          
                                                                                        
  }

  /// Asks the auth server for a session. `login_refused` if it says no, and then an existing session stays as it was;
  /// else the transport's error, `server_refused` or `bad_answer`. A session that is there is replaced by the new one.
  template <class Grant>
  requires Grants<P, Grant> KEYTURN_ONCE Result<void> login(const Grant& grant) {
                                               
                                                                      
                                                                      
                                                                                 
                                                                 
                                                    
                                                      
                                       
                                                                         
                                       
                                                                                                              
                                               
  }

  /// Not a login: says what is one.
  template <class Other, class... More>
  requires(!Grants<P, Other>) Result<void> login(const Other&, const More&...) {
                                             
              
  }

  /// Ends the session: erases it here, calls the logout callback, then revokes both tokens at the server, all within
  /// `Options::logout_timeout`. An error says what could not be confirmed: the transport's error, `server_refused`,
  /// `storage_busy`, and above all `storage_failed`. The user is logged out here in any case. Without a session:
  /// success.
  Result<void> logout() {
                                                                                                 
                                     
                                                                              
  }

  /// Makes sure of a newer pair than the present one; joins a refresh that runs. Errors as for any call.
  Result<void> refresh() {
                                                                                                                        
                                     
              
  }

  /// Sends the request as `Request` says, with the access token, and once more with a newer one after a 401. Every
  /// answer of the server is an answer, a second 401 included. Errors: `not_logged_in`, `session_ended`,
  /// `refresh_unavailable`, `refresh_storm`, `timed_out`, `origin_not_allowed`, `insecure_url`, `bad_request`,
  /// `storage_failed`, `storage_corrupt`, and the transport's.
  KEYTURN_ONCE Result<Response> send(Request request) {
                                     
                                        
                                                                           
                                                            
                                                                                          
                                                                

                                                                        
                                                                                                        
                                                    
  }

  /// `send` with that method, to an absolute URL or a path below the protocol's API base; the other members of `Request` are
  /// as they are by default. A body goes with a Content-Type, unless that is empty.
  Result<Response> get(std::string_view url) {                                                       }
  /** `send` with that method, to an absolute URL or a path below the protocol's API base; the other members of `Request` are \ilinebr as they are by default. A body goes with a Content-Type, unless that is empty. */ Result<Response> del(std::string_view url) {                                                          }
  /** `send` with that method, to an absolute URL or a path below the protocol's API base; the other members of `Request` are \ilinebr as they are by default. A body goes with a Content-Type, unless that is empty. */ Result<Response> post(std::string_view url, Body body, std::string_view content_type = "application/json") {
                                                                 
  }
  /** `send` with that method, to an absolute URL or a path below the protocol's API base; the other members of `Request` are \ilinebr as they are by default. A body goes with a Content-Type, unless that is empty. */ Result<Response> put(std::string_view url, Body body, std::string_view content_type = "application/json") {
                                                                
  }
  /** `send` with that method, to an absolute URL or a path below the protocol's API base; the other members of `Request` are \ilinebr as they are by default. A body goes with a Content-Type, unless that is empty. */ Result<Response> patch(std::string_view url, Body body, std::string_view content_type = "application/json") {
                                                                  
  }

  /// A valid access token, by the same rules as a call's and with the same errors; for what does not go through `send`.
  Result<AccessToken> access_token() {
                                                    
                                                                                                  
                                                                               
                                     
                                          
  }

  /// That token was refused by a server: the next `access_token()` is a newer one. Older tokens change nothing.
  void report_unauthorized(const AccessToken& token) {                                                                 }

  /// The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile.
  T& transport() {                             }
  /** The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile. */ S& storage() {                           }
  /** The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile. */ const P& protocol() const {                            }

 private:
  using Driver = drive::Blocking<T, S, P, E>;

  TimePoint deadline_of(std::chrono::milliseconds timeout, TimePoint time) const {
                                                                                          
  }

  Result<void> install(TokenSet&& tokens, const AnswerTiming& timing) {
                                                                                                
                                     
                                                                                                          
  }

  // Below the API base if it is a path; put together once.
  std::string absolute(std::string_view url) const {
                                                                                        
  }

  // Sends with that token, and after a 401 once more with a newer one. `deadline()` is asked then alone.
  template <class Deadline>
  KEYTURN_IN_ONE_PIECE Result<Response> send_with(const Snapshot& token, Request& request, const Deadline& deadline) {
                                 
                                                                           
                                                                
                                                 
                                                                                                                    
                  
  }

  // There is no fresh token: sends with what the machine gives.
  Result<Response> ask_and_send(Request& request, TimePoint began, TimePoint deadline) {
                                                      
                         
                                                                                  
                                                                                               
                                                                                                            
                                              
                                                                                     
                                                                                                                   
  }

  // A call that renewed a valid token for all, and lost its time over it, still goes out: it takes at most one
  // `refresh_timeout` more in all.
  TimePoint after_early_refresh(TimePoint began, TimePoint deadline) {
                                                    
                                         
                                                                                       
                                                        
  }

  // What is left of the call's time; none: `timed_out`.
  Result<void> set_timeout(Request& request, TimePoint deadline) {
                                                    
                                                                                           
                                                        
              
  }

  // After a 401: puts the answer to the replay in its place. A body that cannot be produced twice is not replayed, but
  // the next call has a new token already.
  void renew_and_replay(Request& request, Result<Response>& answer, input::Ask&& ask) {
                                                                                                   
                                                            
                                          
             
     
                                                     
                                                                          
                                                    
                 
                             
             
     
                                   
                                                                      
                                          
             
     
                                                                                                                     
                                               
  }

  Result<Response> send_body(const char* method, std::string_view url, Body body, std::string_view content_type) {
                                                                                     
                                                                                              
                                    
  }

  Driver driver_;
  core::Origins origins_;
};

#if KEYTURN_HAS_HOSTED  // else the client is always told its platform
/** @cond */namespace detail {
/// Stands in for a client whose parts miss something, so that the compiler says what.
template <class T, class S, class P, class E = Hosted>
struct Explained {
  static_assert(explain_transport<T>() && explain_storage<S>() && explain_protocol<P>() && explain_platform<E>());
  using Platform = E;
};
}/** @endcond */  // namespace detail

/** @cond */template <Transport T, Storage S, Protocol P>
AuthClient(T, S, P) -> AuthClient<T, S, P, Hosted>;/** @endcond */
/** @cond */template <class T, class S, class P>
AuthClient(T, S, P) -> AuthClient<T, S, P, typename detail::Explained<T, S, P>::Platform>;/** @endcond */
/** @cond */template <Transport T, Storage S, Protocol P>
AuthClient(T, S, P, Options) -> AuthClient<T, S, P, Hosted>;/** @endcond */
/** @cond */template <class T, class S, class P>
AuthClient(T, S, P, Options) -> AuthClient<T, S, P, typename detail::Explained<T, S, P>::Platform>;/** @endcond */
/** @cond */template <class T, class S, class P, class E>
AuthClient(T, S, P, Options, E) -> AuthClient<T, S, P, typename detail::Explained<T, S, P, E>::Platform>;/** @endcond */
#endif

KEYTURN_NAMESPACE_END

#endif
