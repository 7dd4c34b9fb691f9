// What a `RedisStorage`, its copies, its locks and its watches share: the connections, who they are, what they hold.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_CLIENT_HPP


#include <keyturn/adapters/redis_storage/connection.hpp>
#include <keyturn/adapters/redis_storage/scripts.hpp>

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// 160 bits of the system's generator as text; empty where that fails.
inline std::string redis_random() {
                                    
                                                                   
}

/// For many threads: each command has a connection to itself, so none stands behind another. A child made by fork
/// begins anew.
class RedisClient {
 public:
  /// Whether a command may be carried out twice, and so sent again when its answer was lost with the connection.
  enum class Repeat { never, harmless };

  explicit RedisClient(RedisOptions options) : options_{std::move(options)} {}
  /** @cond */RedisClient(const RedisClient&) = delete;/** @endcond */
  /** @cond */RedisClient& operator=(const RedisClient&) = delete;/** @endcond */
  /** @cond */~RedisClient() { delete process_.load(); }/** @endcond */

  const RedisOptions& options() const {                  }

  /// Carries out a command, once more on a fresh connection if the first broke and certainly did not carry it out, or
  /// if that is harmless.
  Result<RedisReply> ask(std::span<const std::string_view> words, Repeat repeat) {
                                                                           
                             
                                             
                        
                                                      
                                                      
                                        
       
                                          
                  
                                        
                     
       
                                                   
                                        
                     
       
                                                                                           
                                                                                                                    
                     
       
                         
     
  }

  /// Runs a script whose answer is a word.
  Result<std::string> run(std::string_view script, std::initializer_list<std::string_view> keys,
                          std::initializer_list<std::string_view> arguments, Repeat repeat) {
                                                          
                                                               
                                    
                                         
                                          
                                     
                                                                                                                   
                                            
  }

  /// What tells us from others; empty where the system has no random numbers.
  std::string id() {                      }

  /// The owner value of the lock of that record that we hold; empty: none.
  std::string held(const std::string& lock) {
                              
                                            
                                            
                                                                    
  }
  /** The owner value of the lock of that record that we hold; empty: none. */ void hold(const std::string& lock, const std::string& owner) {
                              
                                            
                                            
  }
  /// No longer held, unless another owner value of ours has taken its place.
  void let_go(const std::string& lock, const std::string& owner) {
                              
                                            
                                            
                                                                                   
  }

 private:
  static constexpr std::size_t most_idle = 4;

  struct Process {
    const pid_t pid = ::getpid();
    const std::string id = redis_random();
    std::mutex mutex;  // never held while waiting
    std::vector<std::unique_ptr<RedisConnection>> idle;
    std::map<std::string, std::string> held;
    std::unique_ptr<Process> parent;  // of the process that forked this one
  };

  /// This process' part. What a fork copied is left alone, as another thread may have had its mutex; but its
  /// connections are closed where that can be done.
  Process& process() {
                                       
                                                              
                                              
                                  
                                                                  
                                                                                    
                               
                                 
         
                               
       
                                   
     
                    
  }

  std::unique_ptr<RedisConnection> take() {
                              
              
                                                  
       
                                                
                                              
                                                 
                             
       
                                                  
     
  }

  void put_back(std::unique_ptr<RedisConnection> connection) {
                              
                                            
                                                                                 
  }

  const RedisOptions options_;
  std::atomic<Process*> process_{nullptr};
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
