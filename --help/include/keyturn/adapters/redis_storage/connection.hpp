// One connection to Redis: a command and its answer, each within the time limit, and no secret left in a buffer.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_CONNECTION_HPP


#include <keyturn/adapters/redis_storage/socket.hpp>
#include <keyturn/adapters/redis_storage/tls.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#if !__has_include(<hiredis/hiredis.h>)
#error "redis.hpp needs hiredis: install libhiredis-dev (Debian)"
#include <stop_here_see_the_error_above>
#endif
#include <hiredis/hiredis.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

struct RedisReplyEnd {
  static void wipe_texts(redisReply& reply) noexcept {
                                                         
                                                    
                                                                     
  }
  void operator()(redisReply* reply) const noexcept {
                       
                           
  }
};

struct RedisReaderEnd {
  /// What was read of an answer that never became whole.
  static void wipe_read(redisReader& reader) noexcept {
                                                                      
                                                                                                    
  }
  /** What was read of an answer that never became whole. */ void operator()(redisReader* reader) const noexcept {
                       
                            
  }
};

/// Wiped when it dies.
using RedisReply = std::unique_ptr<redisReply, RedisReplyEnd>;

inline std::string_view redis_text(const redisReply& reply) {
                                                                                            
}

/// What Redis said, for people. Some servers repeat the arguments of a command that they do not know.
inline std::string redis_refusal(const redisReply& reply) {
                                                           
                                                  
                         
                      
                                                                    
              
}

/// For one thread at a time. After an error it is of no use any more.
class RedisConnection {
 public:
  /// Connects, logs in and selects the database, each within the time limit. `interrupt` as `RedisSocket`.
  static Result<std::unique_ptr<RedisConnection>> open(const RedisOptions& options, int interrupt = -1) {
                                                                                                      
                                                  
                                                                                            
                                                                     
                                                     
                                                              
                                              
                                   
     
                                    
                                                  
                                                                       
                                               
                                                                              
     
                                
                                                                  
                                                                                             
     
                
  }

  /// Sends a command and waits for its answer. An answer that is an error is `storage_failed` with its text, or
  /// `storage_corrupt` where a key holds another kind of value than asked for.
  Result<RedisReply> ask(std::span<const std::string_view> words) {
                                                                          
                                                                                 
                                   
                                                                    
                     
                                                                                                                       
                                                                                                   
  }
  /** Sends a command and waits for its answer. An answer that is an error is `storage_failed` with its text, or \ilinebr `storage_corrupt` where a key holds another kind of value than asked for. */ Result<RedisReply> ask(std::initializer_list<std::string_view> words) {
                                                       
  }

  /// Sends a command alone.
  Result<void> send(std::span<const std::string_view> words, TimePoint deadline) {
                  
                           
                                   
                                   
                                   
                                                                 
                                   
     
                            
                                                                                                                   
                                                                
                                                                          
                                          
                                
                              
                           
                 
                         
                
  }

  /// The next thing that the server says.
  Result<RedisReply> receive(TimePoint deadline) {
                           
              
                            
                                                                 
                                                                                  
                             
                             
                      
                                                           
       
                                                                            
     
  }

  /// Whether the last command went out whole. If not, it was certainly not carried out.
  bool sent() const {               }
  /// Whether the last wait ended at its deadline.
  bool late() const {                               }
  /** Whether the last wait ended at its deadline. */ bool interrupted() const {                                      }

  /// Whether nothing has come since the last answer, and so no goodbye either.
  bool usable() const {
                                                                                                                   
  }

 private:
  enum class State { good, late, interrupted, broken };

  RedisConnection(const RedisOptions& options, RedisSocket socket)
      : options_{options}, socket_{std::move(socket)}, reader_{redisReaderCreate()} {}

  Result<void> wait(short events, TimePoint deadline) {
                                             
                        
                             
                                                                                                        
                               
                                    
                                                    
                         
              
     
              
  }

  static bool would_wait(int number) {                                                                      }

  Error broken(int number) const {
                                                                                               
  }

  Result<void> send_all(std::string_view bytes, TimePoint deadline) {
                            
                                                                           
                      
                                                             
                                                    
                             
                                                                                           
                     
       
     
              
  }

  Result<void> feed(TimePoint deadline) {
                                      
              
                                                                                 
                      
                                                          
                                                                           
                                 
                                                                           
                  
       
                                                                               
                                                   
                                                                                               
     
  }

  /// The reader keeps what it has read. Pieces that it moved while its buffer grew are out of reach.
  void wipe_buffer() {
                                                                                
                                               
  }

  const RedisOptions& options_;
  RedisSocket socket_;
  std::unique_ptr<RedisTls> tls_;  // null: none
  std::unique_ptr<redisReader, RedisReaderEnd> reader_;
  pid_t owner_ = ::getpid();
  State state_ = State::good;
  bool sent_ = false;
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
