// TLS for a connection to Redis, by OpenSSL; where that is not wanted, something in its place that says so.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_TLS_HPP


#include <keyturn/adapters/redis_storage/options.hpp>
#include <keyturn/base/result.hpp>

#include <cerrno>
#include <ctime>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <sys/types.h>

#if KEYTURN_REDIS_TLS
#if !__has_include(<openssl/err.h>)
#error "KEYTURN_REDIS_TLS needs OpenSSL: install libssl-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#endif

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

#if KEYTURN_REDIS_TLS

/// While it lives, a write to a socket that the other side closed raises no signal: OpenSSL does not ask for that.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
                          
                                 
                     
                           
                                                         
                                                   
  }
  /** @cond */NoBrokenPipe(const NoBrokenPipe&) = delete;/** @endcond */
  /** @cond */NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;/** @endcond */
  /** @cond */~NoBrokenPipe() {
    const int number = errno;
#if defined(__linux__)  // elsewhere the socket itself raises none
    const timespec at_once{};
    if (!was_pending_) (void)::sigtimedwait(&pipe_, nullptr, &at_once);
#endif
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = number;
  }/** @endcond */

 private:
  sigset_t pipe_, before_;
  bool was_pending_ = false;
};

/// On a connected socket that does not block. The handshake is part of the first send. Ends without a word to the other
/// side, so that a child made by fork can let go of its parent's.
class RedisTls {
 public:
  static Result<std::unique_ptr<RedisTls>> begin(const RedisOptions& options, int fd) {
                                                 
                                                               
                                                  
                                                                                    
                                               
                                                                              
                                                                                                              
                                                                                                          
                                                            
                                                                                                     
                                         
                                      
                                                  
                                                                       
                                                                                                                        
                                                                             
                                                                                          
                                                              
                                 
                
  }

  /// As send(2) and recv(2): -1 with EAGAIN where it must wait for `waits_for()`.
  ssize_t send(std::string_view bytes) {
                                                                                                 
  }
  /** As send(2) and recv(2): -1 with EAGAIN where it must wait for `waits_for()`. */ ssize_t receive(std::span<char> into) {
                                                                                              
  }

  short waits_for() const {                    }
  /// What went wrong, after another -1.
  std::string why() const {              }

 private:
  struct End {
    void operator()(SSL_CTX* context) const noexcept {                          }
    void operator()(SSL* ssl) const noexcept {                  }
  };

  /** @cond */RedisTls() = default;/** @endcond */

  static int length_of(std::size_t size) {                                                               }

  static std::string last_error() {
                                                                            
                                                             
  }

  template <class Call>
  ssize_t after(Call call) {
                             
                        
              
                             
                                
                             
                                                 
                               
                            
                       
                  
                                
                             
                       
                  
                                 
                 
              
              
     
                                                              
                   
                              
                                                        
                                     
                           
        
                                                                                                 
                   
              
  }

  std::unique_ptr<SSL_CTX, End> context_;
  std::unique_ptr<SSL, End> ssl_;
  short waits_for_ = 0;
  std::string why_;
};

#else

class RedisTls {
 public:
  static Result<std::unique_ptr<RedisTls>> begin(const RedisOptions& options, int) {
                                                                           
  }
  ssize_t send(std::string_view) {            }
  ssize_t receive(std::span<char>) {            }
  short waits_for() const {           }
  std::string why() const {            }
};

#endif

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
