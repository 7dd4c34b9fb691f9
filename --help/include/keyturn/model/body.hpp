/// @file keyturn/model/body.hpp The body of a request: bytes in memory, or a stream that may or may not be readable twice.
#ifndef KEYTURN_MODEL_BODY_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/base/secret.hpp>

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// Writes the next bytes into the span and says how many; 0 is the end. Called on the thread that sends.
using Reader = Callback<std::size_t(std::span<char>)>;

/// What a request carries. Copies of a stream share its source.
class Body {
 public:
  /** @cond */Body() = default;/** @endcond */
  /// These bytes, in memory.
  Body(std::string text) : text_{std::move(text)} {}
  /** These bytes, in memory. */ Body(const char* text) : text_{std::string{text}} {}

  /// A body that `make` can begin anew for each attempt. `length` in bytes, if it is known.
  static Body stream(Callback<Reader()> make, std::optional<std::uint64_t> length = {}) {
              
                                 
                          
                
  }

  /// A body that can be read only once, and so is never replayed.
  static Body once(Reader reader, std::optional<std::uint64_t> length = {}) {
              
                                   
                          
                
  }

  /// The bytes, if they are in memory. Valid as long as this body is.
  std::optional<std::string_view> view() const {
                                            
                       
  }

  /// A reader from the start; of a `once` body the one reader there is. Must not outlive this body.
  Reader open() const {
                            
                              
                                                                                 
                                                                                     
                                                                
                               
                  
      
  }

  /// In bytes; nothing if it is not known before the end.
  std::optional<std::uint64_t> length() const {                                                       }

  /// Whether `open()` gives the same bytes each time.
  bool repeatable() const {                }

  /// From now on bytes in memory are overwritten when this body dies, and so are those of its copies.
  void keep_secret() noexcept {                      }

 private:
  struct Text {
    /** @cond */Text() = default;/** @endcond */
    explicit Text(std::string text) : bytes{std::move(text)} {}
    /** @cond */Text(const Text&) = default;/** @endcond */
    /** @cond */Text(Text&& other) noexcept : bytes{std::move(other.bytes)}, secret{other.secret} { other.forget(); }/** @endcond */
    /** @cond */Text& operator=(Text other) noexcept {
      bytes.swap(other.bytes);
      const bool before = secret;
      secret = other.secret;
      other.secret = before;
      return *this;
    }/** @endcond */
    /** @cond */~Text() { forget(); }/** @endcond */
    void forget() noexcept {
                              
    }
    std::string bytes;
    bool secret = false;
  };

  Text text_;
  Callback<Reader()> make_;
  Reader once_;
  std::optional<std::uint64_t> length_;
};

KEYTURN_NAMESPACE_END

#endif
