/// @file keyturn/async_auth_client.hpp AuthClient for asynchronous transports: the same calls, as completions and awaitables.
#ifndef KEYTURN_ASYNC_AUTH_CLIENT_HPP


#include <keyturn/auth_client.hpp>
#include <keyturn/drive/async.hpp>
#include <keyturn/drive/async_request.hpp>
#include <keyturn/drive/awaitable.hpp>

KEYTURN_NAMESPACE_BEGIN

/// The client of `auth_client.hpp` for a transport that answers later. Each call has two forms: one takes a completion,
/// any callable of `void(Result<…>)`, and one gives an awaitable that starts at `co_await`. No call waits; storage may
/// take a disk write. A completion comes once, with the call's result, as do the errors that a blocking call returns.
///
/// If the transport has `poll()`, everything but the sending of a request with a fresh token happens inside the client's
/// `poll()`: one thread calls it, in a frame or an event loop, also right after it began calls. Otherwise completions
/// and callbacks run on the thread on which the transport completes, possibly before the call returns, or on which a
/// storage with `watch` tells of a change: completions one at a time, none inside another, and callbacks likewise. They
/// must not throw and must not wait for other calls of the client, which they may call. A call that has no memory to begin
/// throws `std::bad_alloc`; one that began ends with an error.
///
/// Safe for many threads with a platform that is. Deadlines and pauses are kept by `poll()`, or by the transport where
/// it has `wake_after`. The destructor completes what is pending with `cancelled` and waits for completions that run on
/// other threads; it may be called from inside a callback where the transport has `poll()`.
template <Transport T, Storage S, Protocol P, Platform E>
requires(!BlockingTransport<T>) class AuthClient<T, S, P, E> {
 public:
  /// Never blocks or throws; the session is read from storage on first use.
  AuthClient(T transport, S storage, P protocol, Options options = {}, E platform = {})
      : origins_{std::as_const(protocol).api_base(), options.allowed_origins},
        driver_{std::move(transport), std::move(storage), std::move(protocol), std::move(options),
                std::move(platform)} {}

  /** @cond */AuthClient(const AuthClient&) = delete;/** @endcond */
  /** @cond */AuthClient& operator=(const AuthClient&) = delete;/** @endcond */

  /// Reads the session now if it was not read yet: true if there is one. May block as long as storage does.
  /// `storage_corrupt` or `storage_failed` if storage cannot be read, `storage_busy` while a login waits for its lock.
  Result<bool> restore() {
                                                                                                                     
                                                                                                                  
                                                          
                              
  }

  /// False only when it is known that there is no session: nothing is stored, or what is stored is no record.
  bool logged_in() {
                                 
                                                                        
  }

  /// A look at the session; reads it first if that was not done yet.
  SessionInfo session() {
                                  
                                      
                          
                
  }

  /// Called once for each session that ends, after it was erased here and before the calls that ended with it complete.
  void on_logout(Callback<void(LogoutReason)> callback) {                                         }

  /// Called for everything that happens to the session. Replaces the listener before it, as `on_logout` does.
  void on_event(Callback<void(const Event&)> callback) {                                        }

  /// Begins a session with tokens obtained elsewhere. An empty access token counts as expired; with neither token:
  /// `bad_request`. A session that is there is replaced. Tries the lock of a shared storage once and saves in any case.
  Result<void> adopt(TokenSet tokens) {
                                                                    
                                                                                                                       
                                                          
                                                         
                                                                                                                   
       
                                                                                                              
                                                          
              
  }

  /// Asks the auth server for a session. `login_refused` if it says no, and then an existing session stays as it was;
  /// else the transport's error, `server_refused` or `bad_answer`. A session that is there is replaced by the new one.
  template <class Grant>
  requires Grants<P, Grant>
  void login(const Grant& grant, Completion<void> done) {                                                  }
  /// The same as an awaitable, which starts at `co_await`; `grant` is not looked at any more then.
  template <class Grant>
  requires Grants<P, Grant>
  auto login(const Grant& grant) {
                                                                                             
                                                     
       
  }

  /// Not a login: says what is one.
  template <class Other, class... More>
  requires(!Grants<P, Other>) void login(const Other&, const More&...) {                                           }

  /// Ends the session: erases it here, calls the logout callback, then revokes both tokens at the server, all within
  /// `Options::logout_timeout`. An error says what could not be confirmed: the transport's error, `server_refused`,
  /// `storage_busy`, and above all `storage_failed`. The user is logged out here in any case. Without a session:
  /// success.
  void logout(Completion<void> done) {
                                                                                                 
                                                                                                              
  }
  /// The same as an awaitable.
  auto logout() {
                                                                                       
  }

  /// Makes sure of a newer pair than the present one; joins a refresh that runs. Errors as for any call.
  void refresh(Completion<void> done) {
                                                           
                                                                                        
       
  }
  /// The same as an awaitable.
  auto refresh() {
                                                                                        
  }

  /// Sends the request as `Request` says, with the access token, and once more with a newer one after a 401. Every
  /// answer of the server is an answer, a second 401 included. Errors: `not_logged_in`, `session_ended`,
  /// `refresh_unavailable`, `refresh_storm`, `timed_out`, `origin_not_allowed`, `insecure_url`, `bad_request`,
  /// `storage_failed`, `storage_corrupt`, `cancelled`, and the transport's.
  void send(Request request, Completion<Response> done) {
                                                                                                 
                        
                                                    
                                                                                 
                       
  }
  /// The same as an awaitable.
  auto send(Request request) {
                                                                                                        
                                                
       
  }

  /// `send` with that method, to an absolute URL or a path below the protocol's API base, in both forms; the other members of
  /// `Request` are as they are by default.
  void get(std::string_view url, Completion<Response> done) {                                          }
  /** `send` with that method, to an absolute URL or a path below the protocol's API base, in both forms; the other members of \ilinebr `Request` are as they are by default. */ auto get(std::string_view url) {                                }
  /** `send` with that method, to an absolute URL or a path below the protocol's API base, in both forms; the other members of \ilinebr `Request` are as they are by default. */ void del(std::string_view url, Completion<Response> done) {                                             }
  /** `send` with that method, to an absolute URL or a path below the protocol's API base, in both forms; the other members of \ilinebr `Request` are as they are by default. */ auto del(std::string_view url) {                                   }

  /// As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty.
  void post(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
                                                                                 
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ void post(std::string_view url, Body body, Completion<Response> done) {
                                                      
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ auto post(std::string_view url, Body body, std::string_view content_type = json) {
                                                                       
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ void put(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
                                                                                
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ void put(std::string_view url, Body body, Completion<Response> done) {
                                                     
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ auto put(std::string_view url, Body body, std::string_view content_type = json) {
                                                                      
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ void patch(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
                                                                                  
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ void patch(std::string_view url, Body body, Completion<Response> done) {
                                                       
  }
  /** As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty. */ auto patch(std::string_view url, Body body, std::string_view content_type = json) {
                                                                        
  }

  /// A valid access token, by the same rules as a call's and with the same errors; for what does not go through `send`.
  void access_token(Completion<AccessToken> done) {
                                                           
                                                    
                                                            
                                                               
                               
                                         
                            
     
                                                                                                           
                        
                                  
  }
  /// The same as an awaitable.
  auto access_token() {
                                                                                                           
  }

  /// That token was refused by a server: the next `access_token()` is a newer one. Older tokens change nothing.
  void report_unauthorized(const AccessToken& token) {
                                                                    
  }

  /// Does what is due, and drives a transport that has `poll()`. One thread at a time; from inside a completion it does
  /// nothing. When to call again at the latest; nothing: not before a call begins.
  std::optional<typename drive::Async<T, S, P, E>::Pause> poll() {
                                                         
              
  }

  /// The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile.
  T& transport() {                             }
  /** The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile. */ S& storage() {                           }
  /** The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile. */ const P& protocol() const {                            }

 private:
  using Driver = drive::Async<T, S, P, E>;
  static constexpr std::string_view json = "application/json";

  // Ends as the machine says, without a value.
  struct VoidCall : drive::CompletingCall<Driver, void> {
    using drive::CompletingCall<Driver, void>::CompletingCall;
    bool ends_with(drive::AsyncOutcome& outcome) override {
                                                                                               
                  
    }
  };

  struct TokenCall final : drive::CompletingCall<Driver, AccessToken> {
    using drive::CompletingCall<Driver, AccessToken>::CompletingCall;
    bool ends_with(drive::AsyncOutcome& outcome) override {
                        
                                                  
          
                                                              
                  
    }
  };

  struct LoginCall final : VoidCall {
    using VoidCall::VoidCall;
    void answered(Result<Response>&& answer) override {
                                                              
                                                               
                                                                                 
                                                               
                                                                   
                                                                                                      
                                                                                                 
    }
    List<TokenSet> implied{};
    AnswerTiming timing{};
  };

  template <class Call, class T2, class Make>
  void start(Completion<T2> done, Make&& make) {
                                                      
                        
                                         
  }

  struct Login {
    Result<Request> request;
    List<TokenSet> implied{};  // one at most: what the answer need not repeat
  };

  template <class Grant>
  Login login_with(const Grant& grant) {
                                           
                                               
                                                                                         
                                                                                          
                                                                                               
                 
  }

  void start_login(Login login, Completion<void> done) {
                                                           
                        
                                             
                                                        
                        
                                                                                    
                                                                                                           
            
                                                  
     
                   
  }

  TimePoint deadline() {                                                                            }

  static Request bare(const char* method, std::string_view url) {                                                     }
  static Request with_body(const char* method, std::string_view url, Body body, std::string_view content_type) {
                                                                                        
                                                                                              
                   
  }

  core::Origins origins_;
  Driver driver_;  // dies first: completions that it calls may begin new calls
};

KEYTURN_NAMESPACE_END

#endif
