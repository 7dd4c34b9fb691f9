/// @file keyturn/protocol/jwt.hpp Reads when a JSON Web Token ends (RFC 7519), for servers that do not say so beside it. Verifies nothing: the token is
/// the server's own business, and the answer is only a hint about when to renew it.
#ifndef KEYTURN_PROTOCOL_JWT_HPP


#include <keyturn/base/maybe.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/concepts/codec.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <optional>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

constexpr int base64url_value(char c) {
                                           
                                                
                                                
                                            
}

/// The bytes of unpadded base64url text (RFC 4648, section 5); nothing if it is none.
inline Maybe<Secret> decode_base64url(std::string_view text) {
                                      
                           
                                          
                                                         
                                         
                                
                                          
                                             
                                                                                      
                               
                                            
                               
                                                                              
                   
                   
}

/// The whole part of a number, from 0 to 2^53; not a number counts as 0. Read from its bits (IEEE 754, binary64):
/// firmware would carry floating-point arithmetic along for this alone.
constexpr std::int64_t whole_part(double number) {
                                                
                                                                  
                                                         
                                                  
                                                                       
                                                                                           
                                                            
                                                                               
                                                                                          
}

/// A moment that a server named, kept between 1970 and 2100, so that differences between two of them never overflow.
constexpr std::chrono::sys_seconds clamped_moment(std::int64_t unix_seconds) {
                                             
                                                                                                        
}

}/** @endcond */  // namespace detail

/// The `exp` of a token that is a JWT, by the server's clock; nothing for any other token, or one without a number
/// there. Out of range, it is moved to 1970 or 2100.
template <Codec C>
std::optional<std::chrono::sys_seconds> jwt_expiry(const C& codec, std::string_view token) {
                                            
                                               
                                                        
                                                                                             

                                                                                             
                                    
                                                         
                              
                                                                                                                
                                                                      
}

KEYTURN_NAMESPACE_END

#endif
