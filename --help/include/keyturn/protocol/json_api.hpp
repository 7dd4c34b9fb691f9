/// @file keyturn/protocol/json_api.hpp The plain JSON dialect: log in, refresh and log out by POSTing small JSON objects; where servers differ is data.
#ifndef KEYTURN_PROTOCOL_JSON_API_HPP


#include <keyturn/base/maybe.hpp>
#include <keyturn/base/url.hpp>
#include <keyturn/concepts/protocol.hpp>
#include <keyturn/protocol/answer_fields.hpp>
#include <keyturn/protocol/json_api_config.hpp>
#include <keyturn/protocol/json_text.hpp>
#include <keyturn/protocol/jwt.hpp>
#include <keyturn/protocol/set_cookie.hpp>

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Speaks the dialect that `JsonApiConfig` describes, reading answers with a `Codec`.
///
/// Login, refresh and logout are POSTs of a JSON object. The requests hold the secrets that they carry once, in their
/// body or in one header, and nowhere else; the client wipes them after use. Const calls alone, safe from many threads
/// at once, never blocks, throws nothing of its own.
template <class C>
class BasicJsonApi {
  static_assert(explain_codec<C>());

 public:
  /// The defaults of `JsonApiConfig` below this URL. The client checks it when it is used.
  explicit BasicJsonApi(std::string base_url, C codec = {}) : codec_{std::move(codec)} {
                                      
                                             
                                            
  }
  /// The whole dialect as it is given.
  explicit BasicJsonApi(JsonApiConfig config, C codec = {})
      : config_{new Dialect{{}, std::move(config)}}, codec_{std::move(codec)} {}

  /// Valid as long as this object is.
  std::string_view api_base() const noexcept {                           }

  /// The dialect. Valid as long as this object is.
  const JsonApiConfig& config() const noexcept {                  }

  /// As the configuration has it.
  UnknownOutcome unknown_outcome() const noexcept {                                  }

  /// `bad_request` if user name or password are not UTF-8.
  Result<Request> login_request(const Password& password) const {
                             
                                                               
                                                                      
                                                                    
  }

  /// `bad_request` if there is no refresh token, or if it cannot be sent: not UTF-8, or no cookie value.
  Result<Request> refresh_request(const TokenSet& tokens) const {
                                                               
                                                                                       
                                                       
                                                                               
                             
                                                                          
                                                                                
                                                            
                   
  }

  /// One request, with whatever of the two tokens is there and can be sent.
  std::vector<Request> logout_requests(const TokenSet& tokens) const {
                                                               
                             
                                                                          
                                                          
                                                                              
                                                                         
                      
                                                        
     
                                  
                                  
                                                                                                     
                                                             
                                                                                                     
                                            
                    
  }

  /// The tokens in an answer, whatever its status. `bad_answer` if there are none, or where a refresh token stands that
  /// is no string. An access token that cannot be sent (no string, not visible ASCII, a type that is no word) counts as
  /// missing if there is a refresh token, because a rotated refresh token must not be lost.
  Result<TokenSet> read_tokens(const Response& answer) const {
                                                                    
                                                                                                              
                                                                                                      
                                                                                    
                                       
                                                                     
                                                                                                                   
                                     
     

                    
                    
                                                                                                         
                                                       
                                                                            
                                                 
                                                                  

                                                                  
                                                               
                                                                          
                                                                    
                                                 
                                                                                                                       
                                                             

                                                                                                      
                                                                                                  
                                                   
                                                                                                                     
                  
  }

  /// What a refused login or refresh says: the status, and where the auth server was looked for if it seems elsewhere.
  Error error_of(const Response& answer) const {
                                                      
                                                                                                    
                                         
                                               
                                                                                                         
                                                                                                 
     
                 
  }

  /// 2xx with tokens renews; 408, 429 and 5xx are transient; then the error that the answer names decides, then
  /// `definitive_statuses` and `definitive_errors`, then `bare_401_is_definitive`. All else is transient.
  Verdict refresh_verdict(const Response& answer) const {
                                     
                                                                           
                                                                                   

                                                                      
                                
                                                                               
                                                                        
                                              
                                  
                                                                         
                                                                   
     
                                                                                        
                                                                                                                  
                                                                                                                 
  }

 private:
  using Extra = std::vector<std::pair<std::string, std::string>>;

  bool by_cookie() const noexcept {                                                }

  Result<Request> post(std::string_view path, List<JsonMember>& members, const Extra& extra) const {
                                                                        
                                     
                                              
                                                  
                                                                          
                                                          
                                                    
                                                        
                                                          
                                                    
                
  }

  // The refresh token, where it travels as a cookie.
  void add_cookie(Request& request, std::string_view token) const {
                                                                                               
  }

  /// "Bearer" where the server says nothing, and however it spells it (RFC 6749, section 7.1: no case); false if what
  /// it says is no word, so that nobody takes the token for a bearer token.
  static bool read_type(const Field& field, std::string& type) {
                                                                                                         
                                                      
                                                                   
                                   
                                                                                                         
                      
                
  }

  // One for all copies: it never changes, and is long to copy.
  struct Dialect : Holders, JsonApiConfig {};
  Shared<const Dialect> config_;
  C codec_;
};

KEYTURN_NAMESPACE_END

#endif
