// The actions that need no network, carried out at once: random numbers and storage. What each brings is an input.
#ifndef KEYTURN_DRIVE_LOCAL_WORK_HPP


#include <keyturn/concepts/platform.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/drive/held_locks.hpp>
#include <keyturn/drive/host_code.hpp>
#include <keyturn/model/input.hpp>

#include <array>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace drive {

inline Input perform(Platform auto& platform, const action::Draw& draw) {
                                    
                                                                                                                
                      
                                                                                                                      
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Load& load) {
                                
                                                                                                                    
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Save& save) {
                               
                                                                                                               
}

inline Input perform(Storage auto& storage, std::string_view account, const action::Erase& erase) {
                                                                                                               
}

/// The lock of the storage, or why it could not be had. May block up to `patience`.
template <SharedStorage S>
Result<typename S::Lock> take_lock(S& storage, std::string_view account, std::chrono::milliseconds patience) {
                                                                                                          
}

/// Sees to it that a lock which can lapse outlasts a refresh of at most `timeout` and the saving of what it brings. If
/// it cannot, or if there is no lock any more, nothing may be sent.
template <class Lock>
Result<void> outlast(const Shared<HeldLock<Lock>>& held, std::chrono::milliseconds timeout) {
                                               
                                               
                                                                                   
                                                                                      
                                                           
                   
                                                                                                                        
                  
                                                                                                                      
   
            
}

}/** @endcond */  // namespace drive

KEYTURN_NAMESPACE_END

#endif
