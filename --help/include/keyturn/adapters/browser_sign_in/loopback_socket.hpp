// The sockets that wait for the browser, on the loopback address alone; for POSIX systems.
#ifndef KEYTURN_ADAPTERS_BROWSER_SIGN_IN_LOOPBACK_SOCKET_HPP


#include <keyturn/adapters/browser_sign_in/options.hpp>
#include <keyturn/base/result.hpp>

#include <cerrno>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// A socket that never blocks, raises no SIGPIPE, and is closed by its destructor and in programs that are started.
class LoopbackSocket {
 public:
  /** @cond */LoopbackSocket() = default;/** @endcond */
  /// Takes a socket over, and sets it up.
  explicit LoopbackSocket(int fd) noexcept : fd_{fd} {
                        
                                      
                                      
                         
                     
                                                                
      
  }
  /** @cond */LoopbackSocket(LoopbackSocket&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}/** @endcond */
  /** @cond */LoopbackSocket& operator=(LoopbackSocket other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }/** @endcond */
  /** @cond */~LoopbackSocket() {
    if (fd_ >= 0) ::close(fd_);
  }/** @endcond */

  explicit operator bool() const noexcept {                  }
  int fd() const noexcept {             }

  /// As recv(2) and send(2): -1 with EAGAIN instead of waiting.
  ssize_t receive(std::span<char> into) const {                                                  }
  /** As recv(2) and send(2): -1 with EAGAIN instead of waiting. */ ssize_t send(std::string_view bytes) const {
                         
                                                                 
     
                                                      
      
  }

  /// The next connection; empty with errno if there is none.
  LoopbackSocket accept() const {
                                                   
                                                                                          
     
                                                           
      
  }

 private:
  int fd_ = -1;
};

/// A socket that listens, and the host and port that lead to it.
struct LoopbackListening {
  LoopbackSocket socket{};
  std::string authority{};  ///< As in a URL, such as 127.0.0.1:49152.
};

/// Listens at one address; port 0: one that the system chooses. `unsupported` with the system's word for why not.
inline Result<LoopbackListening> listen_at_loopback(bool ipv6, std::uint16_t port) {
                                                         
                                       
                                                                           
                                                                                                         
    
                         
                                                  
     
                                   
      
                                                                      
                                    
                   
                                                                                                           
                                                                                     

                   
                          
                            
                                              
                    
                            
                             
                                  
                                                                                                   
                                                
                                                                                         
                                                      
                         
                                                                   
                   
                                                                             
      
                                        
                                                                    
}

inline Result<LoopbackListening> listen_at_loopback(LoopbackAddress address, std::uint16_t port) {
                                                                              
                                               
                                                              
                                               
                                                                                
                
}

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
