/// @file keyturn/protocol/authorization.hpp The part of a sign-in that takes place in the user's browser (RFC 6749, section 4.1, with RFC 7636 and RFC 9207): the URL
/// that opens it, and what comes back. Pure text: who opens the browser and who listens is another's business.
///
///     const auto url = authorization_url(config, {.redirect_uri = uri, .state = state, .code_challenge = challenge});
///     …                                                  // the browser comes back to the redirect URI with a query
///     const auto answer = read_callback(query);          // what stands there
///     const auto code = check_callback(config, state, *answer);   // whether to believe it
///     client.login(AuthorizationCode{*code, uri, verifier});
#ifndef KEYTURN_PROTOCOL_AUTHORIZATION_HPP


#include <keyturn/protocol/form.hpp>
#include <keyturn/protocol/oauth2_config.hpp>
#include <keyturn/protocol/oauth2_endpoint.hpp>
#include <keyturn/protocol/oauth2_errors.hpp>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// What one sign-in asks for.
struct AuthorizationRequest {
  std::string redirect_uri{};    ///< Where the browser is sent back to; empty: the one that is registered.
  std::string state{};           ///< Random, for this sign-in alone.
  std::string code_challenge{};  ///< BASE64URL(SHA256(code_verifier)), for the method S256 (RFC 7636, section 4.2).
  std::string nonce{};           ///< OpenID Connect; empty: none.
  std::string scope{};           ///< Empty: that of the configuration.
  std::vector<std::pair<std::string, std::string>> extra{};  ///< Such as prompt, login_hint, resource.
};

/// What the server's redirect says; what does not stand there is empty.
struct AuthorizationAnswer {
  std::string code{}, /**< The parameters of these names, decoded. */ state{}, /**< The parameters of these names, decoded. */ iss{}, /**< The parameters of these names, decoded. */ error{}, /**< The parameters of these names, decoded. */ error_description{};  ///< The parameters of these names, decoded.
};

/** @cond */namespace detail {

/// 32 bytes as base64url (RFC 7636, section 4.2).
constexpr bool is_code_challenge(std::string_view text) {
                           
                                                                           
                           
}

}/** @endcond */  // namespace detail

/// The URL for the browser, with `response_type=code`. `bad_request` that names what is missing, or an endpoint or a
/// constant parameter that cannot be; `insecure_url` if the endpoint is plain http.
inline Result<std::string> authorization_url(const OAuth2Config& config, const AuthorizationRequest& request) {
                                                                  
                                                                                                               
                                                                                                                    
                                                                                                       
                                                         
                                                                                                         

                         
                                                                             
                                                   
    
                               
                                     
                                            
                                                                     
                              
                                                
                                       
                              
                                                   
                                         
                                                                                                                  
                               
   
                                                                                                       
}

/// Takes a callback apart: a query, or a URL or request target with one. `bad_answer` if it is not form encoded, or says
/// something twice (RFC 6749, section 3.1). Believes nothing: see `check_callback`.
inline Result<AuthorizationAnswer> read_callback(std::string_view callback) {
                                                    
                                                  
                                                                                          
                                                                                              
                                    
                                                

                             
                                                                                           
                                                                                                                  
                                
                                           
                                                        
                                           
                                       
                                                                                         
                                      
     
                
}

/// The code of a callback that is the answer to this very sign-in. `state` is compared in constant time, and `iss` byte for
/// byte with the issuer, in refusals too (RFC 9207, section 2.4); without an issuer in the configuration there is nothing
/// to compare with. Errors: `bad_answer` for a callback that is somebody else's, so that the listener goes on waiting;
/// `login_refused` if the server says no, with its error in the detail where it is a registered one.
inline Result<std::string> check_callback(const OAuth2Config& config, std::string_view state,
                                          const AuthorizationAnswer& answer) {
                                                                                  
                                                                                 
                                                    
                                                                                 
                                                                                                                
                                                                                
                            
                                                                                         
                                                                                                           
                                                                                                    
                     
}

KEYTURN_NAMESPACE_END

#endif
