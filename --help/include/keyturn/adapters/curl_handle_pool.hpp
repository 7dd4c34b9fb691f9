/// @file keyturn/adapters/curl_handle_pool.hpp Idle libcurl handles, kept so that the next request finds a connection that is open already.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP


#include <keyturn/adapters/curl_handle.hpp>
#include <keyturn/base/list.hpp>

#include <memory>
#include <mutex>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Safe from all threads. The lock is held for a look at the list, never while libcurl does anything. Handles that are
/// out must come back, or die, before the pool does.
class CurlHandlePool {
 public:
  explicit CurlHandlePool(CurlOptions options) : options_{std::move(options)} {}

  const CurlOptions& options() const noexcept {                  }

  /// The handle used last for the origin of `url`, else the one used last, else a new one.
  Result<std::unique_ptr<CurlHandle>> take(std::string_view url) {
                                                
                                      
  }

  /// Keeps a handle for the next request, if there is room for it and it is healthy; else its connections are closed.
  void give_back(std::unique_ptr<CurlHandle> handle) {
                                   
                                       
                                                                                    
  }

  std::size_t idle() const {
                                       
                        
  }

 private:
  std::unique_ptr<CurlHandle> take_idle(std::string_view url) {
                                       
                                      
                               
                                                                               
                                                                                 
                                                                                             
                  
  }

  const CurlOptions options_;
  mutable std::mutex mutex_;
  List<std::unique_ptr<CurlHandle>> idle_;  // the one used last at the end
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
