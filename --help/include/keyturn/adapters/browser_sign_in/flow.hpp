// One sign-in in the browser, from its URL to its code, with the time as an argument.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_FLOW_HPP


#include <keyturn/adapters/browser_sign_in/options.hpp>
#include <keyturn/adapters/browser_sign_in/pkce.hpp>
#include <keyturn/adapters/browser_sign_in/redirect_page.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/protocol/authorization.hpp>

#if !defined(_WIN32)
#include <keyturn/adapters/browser_sign_in/redirect_listener.hpp>
#endif

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Who knows the state is whom the auth server answered: an answer without it is somebody else's, is refused, and
/// changes nothing (RFC 9700, section 2.1). With it, the first answer is the last. Not safe for use from several
/// threads.
class BrowserFlow {
 public:
  static Result<BrowserFlow> begin(OAuth2Config config, const BrowserSignInOptions& options, TimePoint now) {
                                                                                
                                    
                                                
                                       
                                                      
                                                            
                                             
                                    
                                          

                                              
                                                                                      
                                                                                   
                                                                                         
                                                                                                 
                                                                       
                                                                         
                                            
                                
                
  }

  const std::string& url() const {              }
  const std::string& redirect_uri() const {                       }

  /// Does what can be done without waiting. The result comes once; from then on there is only an error that says so.
  /// When there is one, no port is open.
  std::optional<Result<AuthorizationCode>> step(TimePoint now) {
              
                                                                                                                 
                    
                                                                                                              
      
                                                                                      
                                      
            
                                                
  }

  /// Takes what the user or the system brought: the whole URL that the browser was sent back to, or its code alone. An
  /// error that changes nothing, if it is not the answer to this sign-in.
  Result<void> take(std::string_view text) {
                                                  
                                                                              
                                                             
                                                                                                          
                                                                                                  
                                                                                        
                                                                             
                
     
                                          
                                                                         
                                                                                                                  
                                                                                                           
                                                                 
                                                                     
                                       
                                                                                                         
                                               
  }

  void cancel() {
                                                                                                              
  }

  /// Waits until there may be something to do, for `at_most`, and never beyond the end of the sign-in.
  void wait(TimePoint now, std::chrono::milliseconds at_most) const {
                    
                                                                   
                  
                               
        
                                                            
     
                                                                                              
      
  }

 private:
  BrowserFlow(OAuth2Config config, TimePoint deadline) : config_{std::move(config)}, deadline_{deadline} {}

  Result<void> listen([[maybe_unused]] const BrowserSignInOptions& options) {
                                          
                   
                                        
                                                                                    
                                                            
     
                                                                                     
                                          
                                                                                                                  
                                                                       
                                                        
                                                           
                                              
              
      
  }

  RedirectVerdict judge(std::string_view query) {
                                       
                                                                       
                   
                                     
     
                                                                
                       
                                                                                                    
                                                                    
  }

  Result<AuthorizationCode> granted(std::string code) const {
                                                                                            
  }

  Error too_late() const {
                                                                                           
                       
                                                                                                                 
                 
  }

  void close() {
                 
                
                   
                    
                      
      
  }

  OAuth2Config config_;
  TimePoint deadline_;
  Secret state_, verifier_;
  std::string redirect_uri_, url_;
#if !defined(_WIN32)
  std::optional<RedirectListener> listener_;
#endif
  std::optional<Result<AuthorizationCode>> result_;
  std::size_t strangers_ = 0;
  bool over_ = false;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
