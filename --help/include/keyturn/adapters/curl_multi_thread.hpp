/// @file keyturn/adapters/curl_multi_thread.hpp The thread that drives libcurl for `CurlMultiTransport`.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_THREAD_HPP


#include <keyturn/adapters/curl_multi_engine.hpp>

#include <system_error>
#include <thread>

#if !defined(_WIN32)
#include <signal.h>
#endif

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Starts with the first thing to do, and ends with this object.
class CurlMultiThread {
 public:
  explicit CurlMultiThread(const CurlMultiOptions& options) : engine_{std::make_shared<Engine>(options)} {}
  /** @cond */CurlMultiThread(const CurlMultiThread&) = delete;/** @endcond */
  /** @cond */CurlMultiThread& operator=(const CurlMultiThread&) = delete;/** @endcond */
  /** @cond */~CurlMultiThread() {
    if (!thread_.joinable()) return;
    if (thread_.get_id() == std::this_thread::get_id()) {  // one of its completions destroys it
      engine_->close();
      thread_.detach();
      return;
    }
    engine_->stopping = true;
    engine_->wake();
    thread_.join();
  }/** @endcond */

  void send(Request request, Completion<Response> done) {
                                     
                                                                                                          
                                                                                            
                                                      
                   
  }

  void after(std::chrono::milliseconds delay, Callback<void()> work) {
                                              
                                             
                                          
                   
  }

 private:
  struct Engine : CurlMultiEngine {
    using CurlMultiEngine::CurlMultiEngine;
    std::atomic<bool> stopping{false};
  };

  bool start() {
                                       
                                        
                          
         
                                          
                                        
                   
     
     
                                        
      
                
  }

  static void run(const std::shared_ptr<Engine>& engine) {
                              
                               
                                      
                                   
                        
     
                    
  }

  /// The host's handlers run on the host's threads; and a TLS library that writes to a closed socket disturbs nobody.
  static void leave_signals_to_others() {
                    
                     
                           
                                                                                                             
                                                    
      
  }

  const std::shared_ptr<Engine> engine_;
  std::mutex mutex_;  // of the start
  std::thread thread_;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
