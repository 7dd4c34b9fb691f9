// What the numbers mean that the keychain of macOS and iOS answers with.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_MACOS_STATUS_HPP


#include <keyturn/base/result.hpp>

#include <cstdint>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// The numbers of <Security/SecBase.h> that say what to do next.
enum class MacosStatus : std::int32_t {
  success = 0,
  no_entitlement = -34018,           // the program may not use the data protection keychain: it uses the older one
  not_found = -25300,                // there is no key
  interaction_not_allowed = -25308,  // locked, as before the first unlock after a start, or over SSH
  user_canceled = -128,
  auth_failed = -25293,
  not_available = -25291,
};

/// The error that a number other than success and not found is to the caller: never the end of a session.
inline Error macos_keychain_error(std::int32_t number) {
                  
                                             
                                              
                                                                                            
            
                                    
                                  
                                                                                          
            
                                    
                                                                                      
            
            
                                               
   
                                       
                                                                                           
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
