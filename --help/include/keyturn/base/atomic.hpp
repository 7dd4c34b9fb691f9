/// @file keyturn/base/atomic.hpp A number or pointer that threads share; what std::atomic is, whose header is dearer to compile than all of base/.
#ifndef KEYTURN_BASE_ATOMIC_HPP


#include <keyturn/config/abi.hpp>

#if KEYTURN_HAS_HOSTED && !defined(__GNUC__)
#include <atomic>
#endif

KEYTURN_NAMESPACE_BEGIN

/// Loads acquire, stores release, and what does both does both. Where there are no threads it is the plain value.
template <class T>
class Atomic {
 public:
  /** @cond */constexpr Atomic() = default;/** @endcond */
  /// Not yet shared: no other thread may see it before its construction is over.
  constexpr explicit Atomic(T value) : value_{value} {}
  /** @cond */Atomic(const Atomic&) = delete;/** @endcond */
  /** @cond */Atomic& operator=(const Atomic&) = delete;/** @endcond */

#if !KEYTURN_HAS_HOSTED
  T load() const noexcept {                }
  void store(T value) noexcept {                 }
  T exchange(T value) noexcept {
                            
                   
                  
  }
  T add(T summand) noexcept {                                    }
  bool compare_exchange(T& expected, T value) noexcept {
                                                        
                                    
  }

 private:
  T value_{};
#elif defined(__GNUC__)
  // The forms that take addresses are for enumerations too, with clang.
  /// What it is now.
  T load() const noexcept {
            
                                                     
                 
  }
  /// Makes it `value`.
  void store(T value) noexcept {                                                    }
  /// Makes it `value`, and gives what it was before.
  T exchange(T value) noexcept {
             
                                                                  
                  
  }
  /// Adds, and gives what it was before.
  T add(T summand) noexcept {                                                                }
  /// Puts `value` where `expected` is; else false, and `expected` is what is there.
  bool compare_exchange(T& expected, T value) noexcept {
                                                                                                            
  }

 private:
  alignas(sizeof(T)) T value_{};
#else
  T load() const noexcept {                                                }
  void store(T value) noexcept {                                                 }
  T exchange(T value) noexcept {                                                           }
  T add(T summand) noexcept {                                                              }
  bool compare_exchange(T& expected, T value) noexcept {                                                         }

 private:
  std::atomic<T> value_{};
#endif
};

KEYTURN_NAMESPACE_END

#endif
