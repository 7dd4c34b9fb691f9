// The socket that a connection to Redis is made of: every wait has a deadline, and another thread can end it.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_SOCKET_HPP


#include <keyturn/adapters/redis_storage/options.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

enum class Waited { ready, late, interrupted };

/// libhiredis has sockets of its own, but those raise SIGPIPE, live on in programs that are started, and count a time
/// limit anew with each piece of an answer.
class RedisSocket {
 public:
  /** @cond */RedisSocket() = default;/** @endcond */
  /// `interrupt`: a descriptor that ends every wait when it can be read; -1: none.
  RedisSocket(int fd, int interrupt) : fd_{fd}, interrupt_{interrupt} {}
  /** @cond */RedisSocket(RedisSocket&& other) noexcept
      : fd_{std::exchange(other.fd_, -1)}, interrupt_{std::exchange(other.interrupt_, -1)} {}/** @endcond */
  /** @cond */RedisSocket& operator=(RedisSocket other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(interrupt_, other.interrupt_);
    return *this;
  }/** @endcond */
  /// Sends nothing: a child made by fork lets go of its parent's connection in this way.
  ~RedisSocket() {
                               
  }

  /// Connects. `storage_failed` says what went wrong at the last address that was tried.
  static Result<RedisSocket> connect(const RedisOptions& options, int interrupt, TimePoint deadline) {
                                                                                      
                                                                                       
  }

  /// Waits for `events` of poll(2), until `deadline`.
  Waited wait(short events, TimePoint deadline) const {
              
                                                                     
                                                                             
                                                                                                                 
                                                                          
                                                                          
                                          
                                                                                                            
                                                          
     
  }

  /// As send(2): never SIGPIPE, and -1 with EAGAIN instead of waiting.
  ssize_t send(std::string_view bytes) const {
                         
                                                                 
     
                                                      
      
  }

  /// As recv(2), without waiting.
  ssize_t receive(std::span<char> into) const {                                                  }

  int fd() const {             }

 private:
  static std::string text_of(int number) {                                                 }

  static RedisSocket open(int family, int interrupt) {
                                                                    
                                      
                                             
                                             
                                          
                                                                                              
                         
                                                                       
      
                  
  }

  /// Empty: it is connected; else why not.
  std::string try_address(const sockaddr* address, socklen_t size, TimePoint deadline) const {
                                       
                                                      
                                                                      
                                      
                        
                                                     
                               
                             
                         
              
     
                   
                                     
                                                                                       
                                                         
  }

  static Result<RedisSocket> connect_to_path(const RedisOptions& options, int interrupt, TimePoint deadline) {
                          
                                 
                                                              
                                                                       
                                                                           
                                                  
                                                                                                               
                                                       
                  
  }

  static Result<RedisSocket> connect_to_host(const RedisOptions& options, int interrupt, TimePoint deadline) {
                     
                                    
                              
                                                                                                                 
                                                                         
                                                                                          
                    
                                                                               
                                                            
                                                                          
                                     
     
                                     
  }

  int fd_ = -1, interrupt_ = -1;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
