// The random texts of a sign-in in the browser, and the proof that whoever redeems the code is who asked for it.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_PKCE_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#if !__has_include(<openssl/evp.h>)
#error "sign_in.hpp needs OpenSSL: install libssl-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <openssl/evp.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// 32 bytes as 43 characters that need no escape in a URL (RFC 4648, section 5, without padding).
inline Secret url_safe(std::span<const unsigned char, 32> bytes) {
                                                          
                                                                             
                                   
                                                      
                                                            
                                                                
                 
                 
                                                          
              
}

/// A text that nobody can guess: 256 bits of the system's generator. A state, or a code verifier (RFC 7636, section
/// 4.1). `unsupported` where the generator fails.
inline Result<Secret> unguessable_text() {
                                        
                                                                 
                                                                             
                                
                                                            
              
}

/// The challenge that goes out for a verifier: S256 (RFC 7636, section 4.2). `unsupported` where libcrypto has no
/// SHA-256.
inline Result<Secret> code_challenge(std::string_view verifier) {
                                       
                    
                                                                                                     
                          
                                                                     
                        
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
