// Keeps the key of an app in the keychain of macOS or iOS. Untested: no Mac has compiled or run it yet.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_MACOS_HPP


#if defined(__APPLE__)

#include <keyturn/adapters/keychain/macos_status.hpp>
#include <keyturn/adapters/keychain/options.hpp>
#include <keyturn/adapters/keychain/time_limit.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/secret.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <CoreFoundation/CoreFoundation.h>
#include <Security/Security.h>

KEYTURN_NAMESPACE_BEGIN

/// The key of one app as a generic password: its service is the app's name, its account `keyturn`.
///
/// It stands in the data protection keychain, for this device alone and readable from the first unlock on, where the
/// program has the entitlement `keychain-access-groups`; else in the login keychain, which ties it to the program's
/// signature. There a program that is not signed, or only ad hoc, is asked about at each update: sign with a Developer
/// ID. A key is changed in place, so that a "Always Allow" stays.
///
/// Each call runs on a thread of its own, and blocks up to the time limit. All errors are `storage_failed`; a locked
/// keychain is one of them.
class MacosKeychain {
 public:
  explicit MacosKeychain(std::string_view app, KeychainOptions options = {}) : app_{app}, options_{options} {}

  Result<std::optional<Secret>> load() {
                                                                                                                    
  }

  Result<void> save(const Secret& key) {
                                                                           
                                                                                    
  }

 private:
  using Status = detail::MacosStatus;

  struct Release {
    void operator()(CFTypeRef object) const noexcept {                    }
  };
  template <class Ref>
  using Owned = std::unique_ptr<std::remove_pointer_t<Ref>, Release>;

  static Owned<CFStringRef> text(std::string_view from) {
                                                                                                                       
                                                                                                                        
  }

  static Owned<CFMutableDictionaryRef> dictionary() {
                                                                   
                                                                                                   
  }

  /// What names the item; nothing if the app's name is not UTF-8.
  Owned<CFMutableDictionaryRef> item(bool data_protection) const {
                                    
                            
                             
                                                                          
                                                                     
                                                                        
                                                                                                         
                             
                                                                                                          
                                                                                                                     
                            
                
  }

  static Error not_utf8() {
                                                                                                      
  }

  Result<std::optional<Secret>> find() const {
                                                      
                                               
                                    
                                                                        
                                                                           
                                
                                                                       
                                          
                                                      
                                                               
                                                                                    
                                                                                                     
                                                      
                                                                                                         
                                                                                                      
     
                                   
  }

  Result<void> put(const Secret& key) const {
                                                                                                                     
                                                                                 
                        
                                                      
                                               
                                    
                                       
                                                                     
                                                        
                                                             
                                                                      
                            
                                                                                                                  
                                                  
       
                                                                       
     
                                                                  
                                                
  }

  std::string app_;
  KeychainOptions options_;
};

KEYTURN_NAMESPACE_END

#endif

#endif
