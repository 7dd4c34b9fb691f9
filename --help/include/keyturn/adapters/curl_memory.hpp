/// @file keyturn/adapters/curl_memory.hpp Memory for libcurl in a program with KEYTURN_HARDENED_SECRETS=1: it stands where the secrets stand, for libcurl's buffers
/// hold what was sent and what came, passwords and tokens among it.
#ifndef KEYTURN_ADAPTERS_CURL_MEMORY_HPP


#include <keyturn/base/hardened_memory.hpp>
#include <keyturn/base/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

KEYTURN_NAMESPACE_BEGIN

/** @cond */namespace detail {

/// The five functions that `curl_global_init_mem` takes. Blocks are wiped when they are given back.
struct CurlMemory {
  static void* take(std::size_t size) noexcept {
                                                  
                          
         
                                                                     
                                     
                     
     
     
                                                                   
      
  }

  static void* take_zeros(std::size_t count, std::size_t size) noexcept {
                                                             
                                           
                                                                            
  }

  static void* resize(void* block, std::size_t size) noexcept {
                                            
                                    
                                          
                                                               
                     
                  
  }

  static char* copy(const char* text) noexcept {
                                                   
                                   
                                                                                           
  }

  static void give_back(void* block) noexcept {
                                 
                                            
                                                         
                             
                                                           
  }

 private:
  static constexpr std::size_t head = alignof(std::max_align_t);  // the size, before the block

  static void* begin(char* bytes, std::size_t size) {
                                           
                        
  }
  static std::size_t size_of(const void* block) {
                         
                                                                            
                
  }
};

}/** @endcond */  // namespace detail

KEYTURN_NAMESPACE_END

#endif
