// The lock of one account in Redis: a lease with an owner value.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_LOCK_HPP


#include <keyturn/adapters/redis_storage/client.hpp>

#include <memory>
#include <string>

#include <time.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Held until it dies, until its lease ends, or, in a process that died, until then. May outlive the storage that made
/// it, and die on any thread; its destructor asks Redis once, within the time limits. In a child made by fork it is
/// empty: the lock stays its parent's.
class RedisLock {
 public:
  /** @cond */RedisLock(RedisLock&&) noexcept = default;/** @endcond */
  /** @cond */RedisLock& operator=(RedisLock other) noexcept {
    std::swap(client_, other.client_);
    std::swap(lock_, other.lock_);
    std::swap(owner_, other.owner_);
    std::swap(pid_, other.pid_);
    return *this;
  }/** @endcond */
  /** @cond */~RedisLock() {
    if (!client_ || pid_ != ::getpid()) return;
    client_->let_go(lock_, owner_);
    (void)client_->run(redis_release_script, {lock_}, {owner_}, RedisClient::Repeat::harmless);
  }/** @endcond */

  /// From now on the lease holds for `at_least`; one that has longer to go is left as it is. `storage_busy` if it was
  /// lost, and somebody else may hold it; `storage_failed` if Redis cannot be asked. Blocks within the time limits.
  Result<void> extend(std::chrono::milliseconds at_least) {
                                                                                        
                                                                                                            
                                                                  
                                   
                                                           
              
  }

  /// Takes the lock, or gives `storage_busy` after `patience`.
  static Result<RedisLock> take(const std::shared_ptr<RedisClient>& client, const std::string& lock,
                                std::chrono::milliseconds patience) {
                                                               
                                             
                                                                                                 
                                                                              
              
                                                                                                               
                                       
                             
                                  
                                              
       
                                                       
                              
                                                                                                             
                  
     
  }

 private:
  RedisLock(std::shared_ptr<RedisClient> client, std::string lock, std::string owner)
      : client_{std::move(client)}, lock_{std::move(lock)}, owner_{std::move(owner)} {}

  Error lost(std::string_view why) const {                                                                  }

  /// 10 to 40 ms, so that those who wait do not come all at once.
  static void pause(std::chrono::nanoseconds at_most) {
                                      
                                  
                                                                                               
                                    
                                                                                                                
                                
  }

  std::shared_ptr<RedisClient> client_;
  std::string lock_, owner_;
  pid_t pid_ = ::getpid();
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
