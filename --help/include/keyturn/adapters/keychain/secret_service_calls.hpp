// Bodies of `SecretServiceKeychain`: one conversation with a keyring.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_SECRET_SERVICE_CALLS_HPP


#if !defined(_WIN32) && !defined(__APPLE__)

#include <keyturn/adapters/keychain/glib.hpp>
#include <keyturn/adapters/keychain/secret_service.hpp>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include <libsecret/secret.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Where the D-Bus session is; empty: there is none. GLib's own search would start one, and wait for it without end.
inline std::string session_bus_address() {
                                                                                                                  
                   
                                                             
                                                       
                                                           
                                                                          
                                                                                                               
                                                   
}

/// A `SecretService` on the connection that it is given. libsecret's own goes through the one connection to the session
/// that all of the process shares, and which ends the process when the bus ends, unless somebody has asked it not to.
struct PrivateSecretService {
  static GType type() {
                                  
                                                                              
                                 
                                                                                                                 
                                                                                                                 
                                                                                         
        
                
  }

 private:
  static void begin(gpointer itself, gpointer) {                                                   }

  static GObject* construct(GType type, guint count, GObjectConstructParam* properties) {
                                                                   
                                                                                       
                                                               
                
  }
};

inline const SecretSchema& key_schema() {
                                         
                           
                                     
                                                                         
                
      
                
}

class SecretServiceConversation {
 public:
  SecretServiceConversation(const std::string& app, const KeychainOptions& options)
      : app_{app}, may_prompt_{options.may_prompt}, limit_{keychain_time_limit(options)}, calls_{limit_} {}
  /** @cond */~SecretServiceConversation() {
    if (problem_ != nullptr) g_error_free(problem_);
  }/** @endcond */

  /// To be called first.
  Result<void> open() {
                                                                                         
                                                        
                                                      
                                                   
                                                          
                                                                                                                       
                                                                                                                     
       
                                                                                            
                                                                                                    
                                            

                                                                                                              
                                                                                                            
                                                                                                                   
       
                                                                                   
                                                    
                                                                                             
                                    
              
  }

  /// Sees to it that the default collection is unlocked. Where there is none, saving into it makes one, in a window.
  Result<void> unlock(bool to_save) {
                                                      
                                                                                                              
       
                                                                                                              
                                              
                      
                                            
                                                                                                 
     
                                                                           
                                            

                                                                              
                                                                                                                 
                                                                                                       
                                              
                                             
              
  }

  Result<std::optional<Secret>> find() {
                                                         
                                                                                                                    
       
                                                                                                 
                                              
                                                         
                                                                                           
                                            
                                                                                             
                                      
                   
                                                                   
                                                                
  }

  Result<void> store(const Secret& key) {
                                                                    
                                                         
                                                                                                          
                                                       
                                                                                                                       
                                                 
       
                                                                                                        
              
  }

 private:
  struct ValueUnref {
    void operator()(SecretValue* value) const noexcept {                            }
  };
  struct TableUnref {
    void operator()(GHashTable* table) const noexcept {                            }
  };

  static constexpr const char* no_session =
      "there is no D-Bus session, as over SSH or in a container; log in on the desktop, or start the program with "
      "dbus-run-session and a keyring in it";
  static constexpr const char* locked =
      "it is locked; unlock it, by logging in on the desktop or with the system's app for passwords, and try again";

  std::unique_ptr<GHashTable, TableUnref> attributes() const {
                                                   
                                                                                      
  }

  static Error failed(std::string_view why, std::string_view more = {}) {
                                      
                
                                                                  
                                                                     
  }

  /// What the last call failed with.
  Error failure() const {
                           
                                                                                                                       
                                                                                         
                                                                                         
                                                                                                                    
                                                                                                        
                                                     
                                                                                     
  }

  const std::string& app_;
  bool may_prompt_;
  std::chrono::milliseconds limit_;
  GlibCalls calls_;
  GlibObject<GDBusConnection> connection_;
  GlibObject<SecretService> service_;
  GError* problem_ = nullptr;
};

}/** @endcond */  // namespace detail

/** @cond */inline Result<std::optional<Secret>> SecretServiceKeychain::load() {
  detail::SecretServiceConversation keyring{app_, options_};
  if (auto opened = keyring.open(); !opened) return std::move(opened).error();
  if (auto unlocked = keyring.unlock(false); !unlocked) return std::move(unlocked).error();
  return keyring.find();
}/** @endcond */

/** @cond */inline Result<void> SecretServiceKeychain::save(const Secret& key) {
  detail::SecretServiceConversation keyring{app_, options_};
  if (auto opened = keyring.open(); !opened) return opened;
  if (auto unlocked = keyring.unlock(true); !unlocked) return unlocked;
  return keyring.store(key);
}/** @endcond */

KEYTURN_NAMESPACE_END

#endif

#endif
