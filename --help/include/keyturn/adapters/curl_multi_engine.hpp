/// @file keyturn/adapters/curl_multi_engine.hpp Runs many requests at once with libcurl's multi interface: the part that both asynchronous transports share.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_ENGINE_HPP


#include <keyturn/adapters/curl_handle_pool.hpp>
#include <keyturn/adapters/curl_multi_lanes.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <atomic>
#include <mutex>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// `send`, `after` and `wake` are for any thread; they leave things in an inbox. All else is for one thread at a time,
/// the driver's, on which all of the host's functions run, with no lock held. A host's function may destroy the
/// transport: so the driver holds the engine while it is in `step`, and after `close` nothing of the host's is called.
class CurlMultiEngine {
 public:
  explicit CurlMultiEngine(const CurlMultiOptions& options)
      : lanes_{options}, pool_{for_handles(options)}, multi_{start_curl() ? curl_multi_init() : nullptr} {
                         
                                                 
                                                                             
      
                                                                
                                                                                                                        
                         
                                                                                                                  
                                                            
                                                                                   
                                                                                      
                                                                                                      
                                                                       
  }
  /** @cond */CurlMultiEngine(const CurlMultiEngine&) = delete;/** @endcond */
  /** @cond */CurlMultiEngine& operator=(const CurlMultiEngine&) = delete;/** @endcond */
  /** @cond */~CurlMultiEngine() {
    for (auto& [deadline, call] : calls_)
      if (call->handle) curl_multi_remove_handle(multi_, call->handle->easy());
    calls_.clear();
    curl_multi_cleanup(multi_);
  }/** @endcond */

  /// Takes a call in; the next `step` looks at it. After `close` it completes it with `cancelled` at once.
  void send(Request request, Completion<Response> done) {
                                                                          
                                                                                               
     
                                         
                                
                                          
               
       
     
                                                                                                                   
  }

  /// Lets a `step` that begins after `delay` run `work`, once. Dropped by `close`.
  void after(std::chrono::milliseconds delay, Callback<void()> work) {
                                                       
                                       
                                                               
  }

  /// Ends the `wait` of this moment, or else the next.
  void wake() noexcept {                            }

  /// Does what can be done now, and completes what has come to its end. Never blocks. Gives the time until the next step
  /// is due, unless a socket has something earlier; nothing if there is nothing to wait for. From inside itself it does
  /// nothing.
  std::optional<std::chrono::milliseconds> step() {
                                     
                                                      
                    
                 
                                  
                                     
                       
                 
                                         
                                                                           
                    
                                         
                           
                                        
                 
  }

  /// Blocks until that time is over, a socket has something or `wake` was called.
  void wait(std::optional<std::chrono::milliseconds> at_most) {
                                                
                                                                                 
                                                                                                               
                             
  }

  /// Whether libcurl could be started; if not, every call ends with `not_sent` at once, and nothing else does anything.
  bool works() const noexcept {                           }
  /// Whether libcurl has something under way.
  bool running() const noexcept {                  }
  /** Whether libcurl has something under way. */ bool closed() const noexcept {                 }

  /// Completes every call with `cancelled`, and drops work that waits. What is sent from inside those completions ends
  /// the same way.
  void close() {
                                                      
     
                                         
                          
                     
                         
     
                                                                                 
                                           
                                                                          
                                                 
                                
                                                               
                                               
     
                                                    
  }

 private:
  static Error is_closed() {                                                                            }

  static CurlOptions for_handles(const CurlMultiOptions& options) {
                                    
                                                                                                          
                
  }

  void take_inbox() {
                                                      
                                                             
     
                                         
                         
                           
     
                              
                                   
                                                                          
                        
     
                                                          
  }

  // Each of these gives false if the host's functions closed the engine.

  bool run_work(TimePoint now) {
                                                           
                                                     
                      
                                
     
                
  }

  bool expire(TimePoint now) {
                                                           
                                                                                                              
                     
                
  }

  bool start(TimePoint now) {
                                                       
                                                                        
                                                                             
     
                
  }

  Result<void> begin(CurlMultiCall& call, std::chrono::milliseconds timeout) {
                                              
                                                
                                    
                                                                                                                      
                 
                                         
                   
     
                                      
                                                                                                                     
                       
                                                                                                          
                                                               
                                                   
                                                                                     
                                                                                
                                    
              
  }

  bool harvest() {
                              
                 
                                                                                
                                                 
                                                 
                                    
                                            
                                                                       
                                                                               
                                                             
                                            
                                          
                                         
                                      
                                                                                            
                                                                         
     
                
  }

  static Result<Response> finish(CurlHandle& handle, CURLcode code) {
                          
         
                                 
                                                                          
                                                                                                         
     
     
                               
      
  }

  /// The end of a call; what it carried is gone before the host hears of it.
  bool complete(CurlMultiCall& call, Result<Response> result, std::optional<bool> multiplexed = {}) {
                      
                                                            
                                                                           
                                     
                                   
                            
                    
  }

  std::optional<std::chrono::milliseconds> due() {
                                                                      
     
                                         
                                                            
                                                                                                                        
     
                                                             
                                         
                                                                              
                                                                                            
                    
                                       
                                                                            
                
  }

  std::mutex mutex_;  // of the inbox
  std::vector<std::unique_ptr<CurlMultiCall>> inbox_;
  std::vector<std::pair<TimePoint, Callback<void()>>> new_work_;
  std::atomic<bool> closed_{false};

  std::multimap<TimePoint, std::unique_ptr<CurlMultiCall>> calls_;  // by deadline
  std::multimap<TimePoint, Callback<void()>> work_;
  CurlMultiLanes lanes_;
  CurlHandlePool pool_;
  CURLM* const multi_;
  bool driving_ = false, completed_ = false, running_ = false;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
