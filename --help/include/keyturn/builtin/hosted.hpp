/// @file keyturn/builtin/hosted.hpp The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
/// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP


#include <keyturn/concepts/platform.hpp>

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
                                  
                                       
                                                            
                                                
                                          
  }
  /** @cond */WakeSignal(const WakeSignal&) = delete;/** @endcond */
  /** @cond */WakeSignal& operator=(const WakeSignal&) = delete;/** @endcond */
  /** @cond */~WakeSignal() { pthread_cond_destroy(&condition_); }/** @endcond */

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
                     
                                           
                                                          
                                                                     
                                                                   
                                                                       
  }

  void notify_all() noexcept {                                      }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
                                                  
                                    
                   
  }

  void notify_all() noexcept {                          }

 private:
  std::condition_variable condition_;
};
#endif
}/** @endcond */  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) {                                 }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
                                                                           
    }

    /// Wakes all that wait.
    void notify_all() noexcept {                       }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) {                                }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
                   
                                                                  
     
                           
                                               
     
                                                
      
                    
                                
                                                                                                 
      
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
                                  
                                                                                 
                                                
                                                                                                             
     
                                                                                           
      
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
                   
                                                                                                             
                                                                 
                        
                                                          
                                                                                     
                                                  
                                                           
     
                
     
                                               
                
      
  }
};

KEYTURN_NAMESPACE_END

#endif
