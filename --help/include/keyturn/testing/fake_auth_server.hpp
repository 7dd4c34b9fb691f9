/// @file keyturn/testing/fake_auth_server.hpp An auth server with an API behind it, in memory, as a transport: the whole flow of login, use, refresh and logout in
/// a test.
#ifndef KEYTURN_TESTING_FAKE_AUTH_SERVER_HPP


#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/codec.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/protocol/form.hpp>
#include <keyturn/testing/http_date.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

/// What happens to a refresh token that is presented again.
enum class Rotation {
  idempotent,  ///< With the key of the newest rotation: the same pair again; of an older one: superseded; else theft.
  strict,      ///< Always theft: the whole family is revoked.
  none,        ///< Refresh tokens do not rotate: the answer has no new one.
};

/// What a fake auth server is to be like.
struct FakeAuthServerConfig {
  std::string origin = "https://api.example.test";      ///< What URLs of requests must begin with; else `not_sent`.
  std::string username = "ada", /**< The one user. */ password = "lovelace";  ///< The one user.
  std::string code = "code";  ///< OAuth 2.0: what it takes as authorization code and as device code.
  std::chrono::seconds access_ttl{900}, /**< How long tokens live. */ refresh_ttl{2'592'000};  ///< How long tokens live.
  Rotation rotation = Rotation::idempotent;                      ///< What it does with a spent refresh token.
  Callback<WallTime()> wall = [] {                         };    ///< The server's clock.
};

/// Speaks the dialect of the example auth server: `/login`, `/refresh`, `/logout`, and OAuth 2.0: `/token`, `/revoke`, for
/// any client; a request that is a form is answered as OAuth 2.0 has it. Behind the access token are `/me` and `/notes`.
/// Copies share one server. Safe for many threads; blocks only if the `before` function does. The codec is a
/// parameter so that firmware tests with its own; `FakeAuthServer` of <keyturn/testing.hpp> takes simdjson's.
template <Codec C>
class BasicFakeAuthServer {
 public:
  /// The same for every codec.
  using Config = FakeAuthServerConfig;

  /// What the server has seen and done: the truth that a test counts by.
  struct Counts {
    /// `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that
    /// say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none.
    unsigned logins = 0, refreshes = 0, /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */ rotations = 0, /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */ replays = 0, /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */ superseded = 0, /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */ revoked_families = 0, /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */ logouts = 0, /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */
             calls = 0, /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */ refused_calls = 0; /**< `refreshes`: all requests for one. `rotations`: new pairs. `replays`: the same pair again. `superseded`: answers that \ilinebr say so. `calls` and `refused_calls`: requests with an access token that works, and with one that does not, or none. */
  };

  /// Nobody is logged in yet.
  explicit BasicFakeAuthServer(Config config = {}) : shared_{std::make_shared<Shared>(std::move(config))} {}

  /// What it has seen and done so far.
  Counts counts() const {
                                                      
  }
  /// The bodies that were POSTed to `/notes`, in order.
  std::vector<std::string> notes() const {
                                                     
  }
  /// Families whose tokens still work.
  std::size_t live_sessions() const {
                                 
                                      
                                                                                                           
       
  }

  /// All access tokens stop working, as after a key change; refresh tokens go on.
  void kill_access_tokens() {
                          
                                                        
               
       
  }
  /// The session of these tokens is over at the server, as after a password change.
  void revoke_sessions() {
                          
                                                    
               
       
  }
  /// The next `count` answers to `path` are lost after the server has acted: `no_answer`.
  void lose_answers(std::string path, unsigned count) {
                           
                                      
               
       
  }
  /// The next `count` requests to `path` get this result instead of an answer, and the server does not see them.
  void instead(std::string path, unsigned count, Result<Response> result) {
                           
                                                                                        
               
       
  }
  /// Called with each request before the server acts, without a lock: a test holds a request there, or calls the
  /// client.
  void before(Callback<void(const Request&)> function) {
                           
                                     
               
       
  }

  /// Answers the request as it would come over the wire.
  Result<Response> send(const Request& request) {
                                                                                            
                                                                  
  }

 private:
  struct Family {
    std::vector<std::string> refresh_tokens;  // the last one is live
    std::vector<std::string> keys;            // keys[i] made refresh_tokens[i + 1]
    std::string access_token;
    WallTime access_expires{}, refresh_expires{};
    bool revoked = false, access_dead = false;
  };
  struct Shared {
    explicit Shared(Config c) : config{std::move(c)} {}
    std::mutex mutex;
    Config config;
    Counts counts;
    std::vector<Family> families;
    std::vector<std::string> notes;
    std::map<std::string, unsigned> lost;
    std::map<std::string, std::pair<unsigned, Result<Response>>> replaced;
    Callback<void(const Request&)> before;
    unsigned serial = 0;
  };

  template <class F>
  auto locked(F&& f) const {
                                               
                       
  }

  static Result<Response> deliver(Shared& s, const Request& request) {
                                                                                                                  
                                                                        
                                                                                                   
                            
                                  
     
                                            
                                              
             
                                                                                
     
                                                       
                                                                               
                          
     
                  
  }

  static Response act(Shared& s, const Request& request, std::string_view path) {
                                                
                                                                                                                     
                                                                                                
                                                                    
                                                                                        
                                                           
                            
                               
                                                           
     
                     
                                                                                            
                                                                           
                                                          
                                                                                                                 
  }

  static Response login(Shared& s, const std::string& body) {
                                                         
                                                         
                                                                                                                  
                      
                                                                                     
                                                                                                                 
                                                                            
                      
                             
                                                   
  }

  static Response refresh(Shared& s, const std::string& body, std::string_view key) {
                         
                                                            
                                  
                                                                                            
                                                    
                                                                     
                                                                                                
                                                
                             
                                 
                           
       
                                                                                    
                                                                                              
                                                                 
                                                            
                                                                                  
       
                       
                                  
                                                     
     
                                                    
  }

  static Response logout(Shared& s, const std::string& body, std::string_view access) {
                       
                                                                                                    
                                  
                                           
                                                                                                           
                                               
     
                                                   
  }

  static Response issue(Shared& s, Family& f, bool with_refresh_token = true) {
                                                          
                                        
                          
                                                             
                                                               
                                                                                                                 
                                                                 
                                 
  }

  static Response tokens(Shared& s, const Family& f, bool with_refresh_token = true) {
                                            
                                                                                                     
      
                        
                                                          
                                                                                                                
                                                                                             
                                                                                     
  }

  static Response refuse(Shared& s, const std::string& body, const char* error) {
                      
                                                                                                             
                                                                       
  }

  static Response reply(Shared& s, int status, std::string body) {
                                                               
                                                           
                                                           
                                                                                                 
                  
  }

  static Family* find_access(Shared& s, std::string_view token) {
                                
                                                                                      
                                             
                  
                   
  }

  static std::string_view bearer(const Request& request) {
                                                                               
                                                 
                           
  }

  static std::string text(const Body& body) {
                     
                      
                                      
                                                                              
                
  }

  static bool is_form(std::string_view body) {                                }

  static std::string member(const std::string& body, std::string_view name) {
                         
                  
                                                                                  
                                                                                  
     
                                        
               
                                               
                                                                       
              
  }

  std::shared_ptr<Shared> shared_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
