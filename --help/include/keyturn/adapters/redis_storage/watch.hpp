// The thread that waits for Redis to say that somebody else has changed a record.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_WATCH_HPP


#include <keyturn/adapters/redis_storage/client.hpp>
#include <keyturn/base/callback.hpp>
#include <keyturn/drive/host_code.hpp>

#include <memory>
#include <string>
#include <thread>

#include <signal.h>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// Calls until it dies, on a thread of its own; its destructor ends that thread within the time of one callback.
class RedisWatch {
 public:
  RedisWatch(std::shared_ptr<RedisClient> client, std::string channel, Callback<void()> changed) {
                                                                             
                
                                  
                                                                 
                                           
                                                                                                                
                                     
            
  }
  /** @cond */RedisWatch(RedisWatch&&) noexcept = default;/** @endcond */
  /** @cond */RedisWatch& operator=(RedisWatch other) noexcept {
    std::swap(listener_, other.listener_);
    std::swap(stop_, other.stop_);
    std::swap(thread_, other.thread_);
    std::swap(pid_, other.pid_);
    return *this;
  }/** @endcond */
  /** @cond */~RedisWatch() {
    if (!thread_) return;
    if (pid_ != ::getpid()) {  // a fork copied the pipe, but not the thread
      (void)thread_.release();
      return;
    }
    (void)!::write(stop_.fd(), "", 1);
    if (thread_->get_id() == std::this_thread::get_id())  // its own callback ends it
      thread_->detach();
    else
      thread_->join();
  }/** @endcond */

 private:
  struct Listener {
    std::shared_ptr<RedisClient> client;
    std::string channel;
    Callback<void()> changed;
    RedisSocket stopped;  // can be read when it is time to end
    int interrupt;

    void run() {
                                
                                        
                                               
                                                                              
                                                                                           
                                                                                     
                                                                  
       
    }

    /// Until the connection breaks, or the end; whether there was a subscription. One that is quiet is asked for a sign
    /// of life, as nobody says that a cable was pulled.
    bool listen(RedisConnection& connection, bool first) {
                                                      
                                                                  
                         
                
                                                                        
                                            
                                                                  
                                                              
                                                                                      
         
                                  
                                               
       
    }

    bool is_from_another(const redisReply& message) const {
                                                                          
                                                                                                             
    }

    void tell() {
                                                                                                         
    }

    static void leave_signals_to_others() {
                       
                             
                                                                                                               
                                                      
    }
  };

  static constexpr std::chrono::seconds quiet{10};

  void start() {
                                                                            
                                                                                           
                
       
  }

  std::shared_ptr<Listener> listener_;
  RedisSocket stop_;
  std::unique_ptr<std::thread> thread_;
  pid_t pid_ = ::getpid();
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
