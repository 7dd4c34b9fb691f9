/// @file keyturn/base/secret.hpp Bytes that are wiped when they die: tokens, passwords, session records.
#ifndef KEYTURN_BASE_SECRET_HPP


#include <keyturn/config/abi.hpp>

#if KEYTURN_HARDENED_SECRETS
#include <keyturn/base/hardened_memory.hpp>
#endif

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Overwrites `size` bytes with zeros in a way that the compiler may not leave out.
inline void wipe(char* bytes, std::size_t size) noexcept {
                        
                                           
                              
                                                     
     
                              
                                                     
      
}

/// Wipes a string's whole buffer, and empties it. Copies that the string made elsewhere before are out of reach.
inline void wipe(std::string& text) noexcept {
                                                                                                             
                                 
               
}

/** @cond */namespace detail {
/** @cond */inline char* take_secret_bytes(std::size_t size) {
#if KEYTURN_HARDENED_SECRETS
  return HardenedPool::instance().take(size);
#else
  return new char[size];
#endif
}/** @endcond */
/** @cond */inline void give_secret_bytes_back(char* bytes, [[maybe_unused]] std::size_t size) noexcept {
#if KEYTURN_HARDENED_SECRETS
  if (bytes != nullptr) HardenedPool::instance().give_back(bytes, size);
#else
  delete[] bytes;
#endif
}/** @endcond */
}/** @endcond */  // namespace detail

/// Bytes that are wiped when they die, in a buffer that never moves or grows and so leaves no copies behind.
/// Copyable; compared in constant time (the length is no secret); not printable. Not safe for concurrent change. With
/// KEYTURN_HARDENED_SECRETS=1 the buffer is kept out of swap and core dumps, see base/hardened_memory.hpp.
class Secret {
 public:
  /** @cond */Secret() = default;/** @endcond */
  /// A copy of those bytes, which are the caller's to wipe. Allocates.
  Secret(const char* text) : Secret{std::string_view{text}} {}
  /** A copy of those bytes, which are the caller's to wipe. Allocates. */ explicit Secret(std::string_view bytes)
      : data_{bytes.empty() ? nullptr : detail::take_secret_bytes(bytes.size())}, size_{bytes.size()} {
                                                                  
  }
  /** @cond */Secret(const Secret& other) : Secret{other.view()} {}/** @endcond */
  /** @cond */Secret(Secret&& other) noexcept : data_{other.data_}, size_{other.size_} {
    other.data_ = nullptr;
    other.size_ = 0;
  }/** @endcond */
  /** @cond */KEYTURN_ONCE Secret& operator=(const Secret& other) { return *this = Secret{other}; }/** @endcond */
  /** @cond */KEYTURN_ONCE Secret& operator=(Secret&& other) noexcept {
    Secret taken{std::move(other)};
    char* const data = data_;
    const std::size_t size = size_;
    data_ = taken.data_;
    size_ = taken.size_;
    taken.data_ = data;
    taken.size_ = size;
    return *this;
  }/** @endcond */
  /** @cond */~Secret() {
    wipe(data_, size_);
    detail::give_secret_bytes_back(data_, size_);
  }/** @endcond */

  /// A secret of `size` bytes that `fill(std::span<char>)` or `fill(char*)` writes in place, so that they stand nowhere
  /// else.
  template <class Fill>
  Secret(std::size_t size, Fill&& fill) : Secret{} {                                                               
                                                                                                     
                 
                                                       
                  
        
                                  
  }

  /// The bytes. Valid until this object is assigned to or dies; a copy of them is no secret any more.
  std::string_view view() const noexcept {                                                  }
  /// How many bytes there are.
  std::size_t size() const noexcept {               }
  /** How many bytes there are. */ bool empty() const noexcept {                    }

  /// Whether the bytes are equal; which of them differ, and how many, does not show in the time that it takes.
  friend bool operator==(const Secret& a, const Secret& b) noexcept {
                                         
                            
                                               
                   
                                                                                                                 
                                           
                                                                                                     
      
     
                           
  }

 private:
  template <class Byte>
  static std::span<Byte> span_of(Byte* bytes, std::size_t size) {
                         
  }

  char* data_ = nullptr;
  std::size_t size_ = 0;
};

KEYTURN_NAMESPACE_END

#endif
