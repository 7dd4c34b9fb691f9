/// @file keyturn/builtin/memory_storage.hpp A storage that forgets at exit: for tests, and for programs that log in each time.
#ifndef KEYTURN_BUILTIN_MEMORY_STORAGE_HPP


#include <keyturn/base/list.hpp>
#include <keyturn/base/mutex_guard.hpp>
#include <keyturn/base/shared.hpp>
#include <keyturn/builtin/single_thread.hpp>
#include <keyturn/concepts/storage.hpp>

#include <string>

#if KEYTURN_HAS_HOSTED
#include <mutex>
#endif

KEYTURN_NAMESPACE_BEGIN

/// Keeps records in memory. Copies share them, so a test can look at what its client saved, or start a second client
/// on it as after a restart. It cannot lock: one client at a time uses a record. Safe for many threads, where
/// the standard library has them; never fails.
class MemoryStorage {
 public:
  /// As the concept has it, and never an error.
  Result<std::optional<Secret>> load(std::string_view account) {
                                       
                                              
                                                                                 
  }

  /// As the concept has it, and never an error.
  Result<void> save(std::string_view account, const Secret& record) {
                                       
                                            
                            
        
                                                          
              
  }

  /// As the concept has it, and never an error.
  Result<void> erase(std::string_view account) {
                                       
                                                                                              
              
  }

 private:
#if KEYTURN_HAS_HOSTED
  using Mutex = std::mutex;
#else
  using Mutex = SingleThread::Mutex;
#endif
  using Guard = MutexGuard<Mutex>;
  struct Record {
    std::string account;
    Secret bytes;
  };
  struct Records : Holders {
    Mutex mutex;
    List<Record> list;
  };

  Record* find(std::string_view account) {
                                         
                                                    
                   
  }

  Shared<Records> records_ = share<Records>();
};

KEYTURN_NAMESPACE_END

#endif
