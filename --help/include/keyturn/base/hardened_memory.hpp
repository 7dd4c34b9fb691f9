/// @file keyturn/base/hardened_memory.hpp Where the bytes of secrets stand in a program that is built with KEYTURN_HARDENED_SECRETS=1: in memory that is neither
/// swapped out nor written into core dumps. libcurl's memory stands there too; see adapters/curl_memory.hpp.
#ifndef KEYTURN_BASE_HARDENED_MEMORY_HPP


#include <keyturn/config/abi.hpp>

#if defined(_WIN32)
#error "KEYTURN_HARDENED_SECRETS is for systems with mmap and mlock"
#endif

#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory_resource>
#include <new>

KEYTURN_NAMESPACE_BEGIN

/// How well the memory of secrets is protected. The system may refuse, above all to lock more than RLIMIT_MEMLOCK
/// allows (`ulimit -l`, or LimitMEMLOCK= of systemd); then secrets stand there all the same, and this says so.
struct HardenedMemory {
  std::size_t bytes = 0;        ///< Taken from the system now, in whole pages.
  bool locked = true;           ///< None of it may be swapped out.
  bool kept_from_dumps = true;  ///< No core dump holds any of it.
  int error = 0;                ///< The `errno` of the first refusal; 0: there was none.
};

/** @cond */namespace detail {

[[noreturn]] inline void out_of_memory() {
                          
                         
     
               
      
}

/// Pages from the system, each locked and kept out of core dumps where the system does it.
class HardenedPages final : public std::pmr::memory_resource {
 public:
  const HardenedMemory& state() const noexcept {                }

 private:
  static std::size_t in_pages(std::size_t size) {
                                                                               
                                           
  }

  void* do_allocate(std::size_t wanted, std::size_t) override {
                                              
                                                                                                          
                                             
                         
                                                   
                          
                                                                             
                          
                                                                           
     
                                   
      
                 
  }

  void note(bool done, bool& always) {
                                                         
                            
  }

  void do_deallocate(void* pages, std::size_t wanted, std::size_t) override {
                                      
                                     
  }
  bool do_is_equal(const memory_resource& other) const noexcept override {                        }

  HardenedMemory state_;
};

/// All of it; for any thread.
class HardenedPool {
 public:
  /// The one of this program. It is never destroyed: secrets may outlive whatever is.
  static HardenedPool& instance() {
                                                  
                
  }

  /// Aligned for anything that is not aligned beyond `std::max_align_t`.
  char* take(std::size_t size) {
                                            
                            
                                                                
  }
  /** Aligned for anything that is not aligned beyond `std::max_align_t`. */ void give_back(char* bytes, std::size_t size) noexcept {
                            
                                              
  }
  /** Aligned for anything that is not aligned beyond `std::max_align_t`. */ HardenedMemory state() {
                            
                          
  }

 private:
  struct Lock {
    explicit Lock(pthread_mutex_t& mutex) : held{mutex} {                              }
    /** @cond */Lock(const Lock&) = delete;/** @endcond */
    /** @cond */Lock& operator=(const Lock&) = delete;/** @endcond */
    /** @cond */~Lock() { ::pthread_mutex_unlock(&held); }/** @endcond */
    pthread_mutex_t& held;
  };

  /// A pool of libstdc++ 12 does not look at the alignment; its blocks of these sizes have it.
  static std::size_t in_steps(std::size_t size) {
                                                           
                                           
  }

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  HardenedPages pages_;
  static constexpr std::pmr::pool_options sizes_{.max_blocks_per_chunk = 64, .largest_required_pool_block = 2048};
  std::pmr::unsynchronized_pool_resource blocks_{sizes_, &pages_};
};

}/** @endcond */  // namespace detail

/// How well the memory of secrets is protected by now. Safe from any thread; does not block on I/O.
/** @cond */inline HardenedMemory hardened_memory() { return detail::HardenedPool::instance().state(); }/** @endcond */

KEYTURN_NAMESPACE_END

#endif
