/// @file keyturn/protocol/client_auth.hpp The Authorization header with which a client says who it is (RFC 6749, section 2.3.1; RFC 7617).
#ifndef KEYTURN_PROTOCOL_CLIENT_AUTH_HPP


#include <keyturn/base/secret.hpp>
#include <keyturn/protocol/form.hpp>

#include <cstdint>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// With padding (RFC 4648, section 4).
inline void append_base64(std::string& out, std::string_view bytes) {
                                                                                                         
                                                                                    
                           
                                       
                                                                                        
                                                                                                           
   
}

}/** @endcond */  // namespace detail

/// "Basic …" of id and secret, each form encoded first, so that a colon in either of them divides nothing. Stands in one
/// buffer; what it was made of is wiped.
inline std::string basic_authorization(std::string_view client_id, std::string_view client_secret) {
                                                                                                          
                                                                        
                                                         
                               
                                                             
                       
                   
                                                                                                              
                   
                                           
              
}

KEYTURN_NAMESPACE_END

#endif
