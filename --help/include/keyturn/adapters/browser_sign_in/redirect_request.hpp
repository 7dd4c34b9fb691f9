// Reads the one kind of request that a browser sends to the redirect URI: a GET without a body.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_REDIRECT_REQUEST_HPP


#include <keyturn/base/url.hpp>
#include <keyturn/core/exchange.hpp>
#include <keyturn/model/header_fields.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// What was asked, as views into the bytes that were read.
struct RedirectRequest {
  std::string_view method{}, /**< `query` without its question mark. */ path{}, /**< `query` without its question mark. */ query{};  ///< `query` without its question mark.
  std::string_view host{};                     ///< As the Host field has it.
};

/// Visible ASCII alone, from a slash on: no absolute form, no authority, nothing that a browser would have encoded.
constexpr bool is_origin_form(std::string_view target) {
                                             
                             
                                                        
              
}

constexpr bool is_field_value(std::string_view text) {
                           
                                                                    
              
}

/// Takes the line up to CR LF off the front of `rest`.
constexpr std::string_view take_crlf_line(std::string_view& rest) {
                                                                  
                                      
              
}

/// The head of a request, from its first byte to the empty line that ends it and no further (RFC 9112, sections 2 to
/// 5). Nothing for what is not exactly one head of HTTP/1.0 or 1.1 with one Host and no body: bare line ends, folded
/// lines, blanks before a colon, control characters, absolute targets and fragments among it.
constexpr std::optional<RedirectRequest> read_redirect_request(std::string_view head) {
                                                                                       
                        
                          

                                               
                                                  
                                                                                                                
                                                
                                                                 
                                                                                   
                                        
                                                                    
                                                    
                                                                                                  

                        
                         
                                                        
                                                                   
                                                                                               
                                                                       
                                                    
                                                                            
                                                                                         
                                                     
                                      
                    
                         
   
                                     
                 
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
