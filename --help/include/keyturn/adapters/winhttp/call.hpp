// One request as WinHTTP's threads tell of it, for the thread that waits for what comes next.
#ifndef KEYTURN_ADAPTERS_WINHTTP_CALL_HPP


#include <keyturn/adapters/winhttp/handle.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/shared.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <span>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// WinHTTP in its asynchronous form, so that a request ends when its time is over, whatever it is at. Held by the call that
/// waits, and by WinHTTP until it has let go of the request's handle: that may be after the call has returned.
class WinHttpCall : public Holders {
 public:
  /// How one step ended: 0 or the number of the error, and how many bytes it was about.
  struct Step {
    DWORD error = 0, bytes = 0;
    explicit operator bool() const {                    }
  };

  /// `resend` allows WinHTTP to send the request again on a new connection if a kept one turns out to be dead.
  explicit WinHttpCall(bool resend) : resend_{resend} {}
  /** @cond */WinHttpCall(const WinHttpCall&) = delete;/** @endcond */
  /** @cond */WinHttpCall& operator=(const WinHttpCall&) = delete;/** @endcond */
  /** @cond */~WinHttpCall() { wipe(buffer_.data(), buffer_.size()); }/** @endcond */

  /// Takes over the handle of the request. False: WinHTTP tells nothing of it.
  static bool attach(const Shared<WinHttpCall>& call, WinHttpHandle request) {
                                       
                                                                                              
                                                                                                   
                                                                    
                                                                                                        
                                                                                                                 
                                                                       
                  
                  
                                                           
                 
  }

  /// Ends the request, whatever it is at. No step may follow.
  void close() noexcept {
                                                                                          
  }

  HINTERNET request() const noexcept {                  }

  /// What WinHTTP reads from and writes to: it may do so after the call has returned.
  std::span<char> buffer() noexcept {                 }

  /// Starts something by `start(request)`, a call of WinHTTP, and waits for its end; ERROR_WINHTTP_TIMEOUT if that has not
  /// come by then.
  template <class Start>
  Step step(TimePoint deadline, Start&& start) {
     
                                         
                                                                               
                     
     
                                                            
                                       
                                                                                       
                             
                 
                                            
  }

  /// Whether the server may have seen something of the request.
  bool begun() const noexcept {                    }

  /// Whether anything came from the server.
  bool answered() const noexcept {                   }

  /// Whether a step was not waited for any longer.
  bool late() const noexcept {               }

 private:
  static void CALLBACK told(HINTERNET, DWORD_PTR context, DWORD status, void* information, DWORD size) {
                             
                                                               
                     
                                                   
                                                                               
                                                   
                                                               
                        
         
              
                                                     
                                                                                
              
                                                        
                                                     
                      
              
                                                  
                                                  
                                                                      
              
                                                 
                                   
              
                                                 
                                                                                             
              
                                                  
                                                            
              
     
  }

  void end(Step step) {
                                       
                                                                      
                 
                  
                          
  }

  std::atomic<HINTERNET> request_{nullptr};
  std::atomic<int> sends_{0};
  std::atomic<bool> answered_{false};
  const bool resend_;
  Hosted::Mutex mutex_;
  Hosted::Condition changed_;
  Step step_;
  bool ended_ = false, late_ = false;
  std::array<char, 16'384> buffer_{};
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
