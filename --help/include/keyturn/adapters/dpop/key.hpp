// The key pair of one session's proofs: ES256 (RFC 7518, section 3.4), made and used by OpenSSL.
#ifndef KEYTURN_ADAPTERS_DPOP_KEY_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#if !__has_include(<openssl/core_names.h>)
#error "dpop.hpp needs OpenSSL 3: install libssl-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Without padding (RFC 7515, section 2).
inline std::string base64url(std::string_view bytes) {
                                                                                        
                  
                                                                    
                                                                                                            
                                              
                                              
                                                               
              
}

/// SHA-256, 32 bytes; empty if OpenSSL has none.
inline std::string sha256(std::string_view bytes) {
                               
                                   
                                                                                       
                                                                                        
                                            
}

/// A private key that never changes. Const functions may be called from many threads at once.
class ProofKey {
 public:
  /// A new one. `unsupported` if OpenSSL cannot make it.
  static Result<ProofKey> generate() {
                                     
                                                          
                                            
  }

  /// The one that `bytes()` gave. `storage_corrupt` if they hold none.
  static Result<ProofKey> from_bytes(std::string_view bytes) {
                                                                          
                                                                                   
                                                               
                                                                                                                  
                                            
  }

  /// What brings it back; empty if OpenSSL cannot say.
  Secret bytes() const {
                                                         
                             
                                                                   
                                                                      
                                                    
                     
  }

  /// The coordinates of the public key, as a JSON Web Key has them (RFC 7518, section 6.2.1).
  const std::string& x() const {            }
  /** The coordinates of the public key, as a JSON Web Key has them (RFC 7518, section 6.2.1). */ const std::string& y() const {            }

  /// The key's thumbprint (RFC 7638), by which the auth server knows it.
  std::string thumbprint() const {
                                                                                                      
  }

  /// The signature as a JSON Web Signature has it: r and s, 32 bytes each (RFC 7518, section 3.4).
  Result<std::string> sign(std::string_view text) const {
                                         
                                  
                                                                     
                                                                                                         
                                                                                                             
                                         
                                             
                                         
                                                                                                     
                                    
                                                                          
                                                                              
                                                                        
                                             
                     
  }

 private:
  struct End {
    void operator()(EVP_PKEY* key) const noexcept {                     }
    void operator()(EVP_MD_CTX* context) const noexcept {                           }
    void operator()(ECDSA_SIG* pair) const noexcept {                       }
  };
  using Pointer = std::unique_ptr<EVP_PKEY, End>;

  static Error failed(const char* why) {                                                      }

  static Result<ProofKey> with_public_part(Pointer key) {
                                             
                         
                                                                           
                                                                                                                    
                                              
                                            
                  
                               
                                                
                                                 
                
  }

  Pointer key_;
  std::string x_, y_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
