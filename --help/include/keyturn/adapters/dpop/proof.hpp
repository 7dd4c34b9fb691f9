// A DPoP proof: the signed words "this request is mine, now" (RFC 9449, section 4.2).
#ifndef KEYTURN_ADAPTERS_DPOP_PROOF_HPP


#include <keyturn/adapters/dpop/key.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/protocol/json_text.hpp>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// What a proof is for. `jti` is never used twice; `nonce` is the server's, empty: it gave none; `access_token` goes
/// along in the request, empty: none does.
struct ProofClaims {
  std::string_view method{}, url{}, nonce{}, access_token{};
  std::array<char, 16> jti{};
  std::chrono::sys_seconds issued_at{};
};

/// RFC 6749, appendix A, NQCHAR: what a nonce may be made of.
constexpr bool is_nonce(std::string_view text) {
                           
                                                                  
                                              
}

/// The value of the DPoP header field. `unsupported` if OpenSSL cannot sign.
inline Result<std::string> proof(const ProofKey& key, const ProofClaims& claims) {
                                                                                                                 
                                                             
                                                                                                       
                                          
                       
                                                                                 
                                                                                     
                                                                                                         
                                                                                      
              
                                                             
                                        
                                           
                                            
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
