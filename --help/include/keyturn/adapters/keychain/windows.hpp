// Keeps the key of an app in the Credential Manager of Windows. Tried under Wine 8, never on Windows itself.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_WINDOWS_HPP


#if defined(_WIN32)

#include <keyturn/adapters/keychain/options.hpp>
#include <keyturn/adapters/keychain/time_limit.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <optional>
#include <string>
#include <string_view>

// The order matters: it needs what builtin/hosted.hpp includes.
#include <wincred.h>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app as a generic credential `keyturn:APP`, which stays on this machine. Windows encrypts it with what it
/// knows of the user (DPAPI), so that other users cannot read it, and a copy of the disk alone is not enough; every program
/// of this user can. Where an administrator resets the user's password, it may be lost.
///
/// No window is ever shown. Each call runs on a thread of its own, and blocks up to the time limit. All errors are
/// `storage_failed`, a missing logon session (as services may have) and a key of more than 2560 bytes among them. Link
/// `advapi32`.
class WindowsKeychain {
 public:
  explicit WindowsKeychain(std::string_view app, KeychainOptions options = {})
      : target_{"keyturn:" + std::string{app}}, options_{options} {}

  Result<std::optional<Secret>> load() {
                                                                                                                    
  }

  Result<void> save(const Secret& key) {
                                                                           
                                                                                    
  }

 private:
  /// Empty if the app's name is no UTF-8.
  std::wstring wide_target() const {
                                                       
                                                                                                           
                                                             
                                                                                                 
                
  }

  Result<std::optional<Secret>> find() const {
                                              
                                          
                                 
                                                                   
                                          
                                                                    
                                    
     
                                                                       
                                                                   
                                           
                    
                                                 
  }

  Result<void> put(Secret key) const {
                                        
                                          
                                                                                                                  
                                      
                                                                                                                        
                             
                                        
                                          
                                                                   
                                                                                                                  
                                                    
                                                                           
              
  }

  static Error not_utf8() {                                                                                     }

  Error failed(std::string_view verb, DWORD number) const {
                                                         
                                                                       
                                              
                                                                                                   
        
                                                                   
                                                                     
  }

  std::string target_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

#endif  // _WIN32

#endif
