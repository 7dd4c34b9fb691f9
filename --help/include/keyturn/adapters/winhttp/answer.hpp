// An answer as it comes from WinHTTP: what is checked of it, and what is made of it.
#ifndef KEYTURN_ADAPTERS_WINHTTP_ANSWER_HPP


#include <keyturn/adapters/winhttp/handle.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/model/request.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Of one request, which must outlive it.
class WinHttpAnswer {
 public:
  WinHttpAnswer(const Request& request, std::size_t max_header_bytes)
      : request_{request},
        max_body_{request.max_response > 0 ? request.max_response : Options{}.max_response},
        max_header_{max_header_bytes} {}
  /** @cond */WinHttpAnswer(const WinHttpAnswer&) = delete;/** @endcond */
  /** @cond */WinHttpAnswer& operator=(const WinHttpAnswer&) = delete;/** @endcond */
  /** @cond */~WinHttpAnswer() {
    if (request_.at_most_once) wipe(response_.body);
  }/** @endcond */

  /// What WinHTTP has of status and header.
  Result<void> read_head(HINTERNET request) {
                             
                                                                                                              
                                                 
                                                     
                                                                                                                   
                                                                                          
                                                            
                     
                              
                                                                                        
                                                                                     
                                                    
                    
                                 
                                          
                
  }

  bool is_interim() const {                                }

  /// Whether nothing follows the header, whatever that says (RFC 9112, section 6.3).
  bool has_no_body() const {                                                                                         }

  /// The next bytes of the body.
  Result<void> body(std::string_view bytes) {
                              
                                                           
                                             
                                                    
     
                                                         
                                                                       
                            
                            
              
  }

  /// WinHTTP has no more of the body. It does not say whether that was all.
  Result<void> end() const {
                                                              
                                                                
                                                              
                                                                   
  }

  Response take() {                              }

 private:
  /// "HTTP/1.1 200 OK" and the fields, each with a line end.
  Result<void> read_lines(std::string_view text) {
                                                                                                      
                                                                     
                                              
                                   
                                                                                                      
                                                                                                                     
                              
                                                            
                                                           

                      
                               
                                                                
                           
                                                                      
                                                            
                                                                 
     
                                                 
                                           
              
  }

  /// 0 if it is none.
  static std::uint64_t number_of(std::string_view digits) {
                             
                                 
                                                                 
                                                                 
     
                  
  }

  /// So that nothing of an auth server's answer stays where the text stood before: it holds tokens.
  void make_room(std::size_t more) {
                                       
                                                      
                       
                                                                      
                        
                                          
                             
  }

  const Request& request_;
  const std::size_t max_body_, max_header_;
  Response response_;
  std::uint64_t received_ = 0;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
