// Waits for a call that has no time limit of its own, and that may hang.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_TIME_LIMIT_HPP


#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>

#include <future>
#include <string>
#include <thread>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// What `call()`, which returns a `Result`, comes to on a thread of its own; `storage_failed` after `limit`. Then the
/// thread goes on by itself until the call is over, and so `call` must own all that it uses.
template <class Call>
auto within_time_limit(std::chrono::milliseconds limit, Call call) -> decltype(call()) {
                                                               
                                  
                                        
                                                                               
                                            
                                                                                            
                                                                                    
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
