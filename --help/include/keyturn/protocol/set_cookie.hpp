/// @file keyturn/protocol/set_cookie.hpp Reads one cookie from Set-Cookie (RFC 6265), for servers that hand over the refresh token that way.
#ifndef KEYTURN_PROTOCOL_SET_COOKIE_HPP


#include <keyturn/model/headers.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// `pieces` in one buffer of the right size from the start, so that no piece of a secret stays behind in another.
inline std::string joined(std::initializer_list<std::string_view> pieces) {
                       
                                                                   
                   
                                                                                                 
                                                                        
                                                            
              
}

/// Whether `text` can be sent back in a Cookie header. Wider than the RFC's cookie-octet, as browsers are; what would
/// end the value or the header is out.
constexpr bool is_cookie_value(std::string_view text) {
                           
                                                     
                                             
}

/// Whether the attributes, such as "; Path=/; Max-Age=0", delete the cookie.
constexpr bool deletes_cookie(std::string_view attributes) {
                               
                                
                                                                                  
                                               
                                                   
                                                                                                                 
                                                                        
                                                                                                                      
   
               
}

/// The value that the last Set-Cookie of that name sets; empty if none does. One that deletes the cookie is passed
/// over, because servers delete an old path's cookie beside setting the new one. Valid as long as `headers` is.
inline std::string_view cookie_value(const Headers& headers, std::string_view name) {
                         
                                       
                                                                 
                                              
                                                                  
                                                      
                                              
                                                                              
                                                                 
                                                                                   
   
               
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
