// Bytes that are wiped when they die: tokens, passwords, session records.
#ifndef KEYTURN_BASE_SECRET_HPP
#define KEYTURN_BASE_SECRET_HPP

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
  if (size == 0) return;
#if defined(__GNUC__) || defined(__clang__)
  std::memset(bytes, 0, size);
  __asm__ __volatile__("" : : "r"(bytes) : "memory");
#else
  volatile char* byte = bytes;
  for (std::size_t i = 0; i < size; ++i) byte[i] = 0;
#endif
}

/// Wipes a string's whole buffer, and empties it. Copies that the string made elsewhere before are out of reach.
inline void wipe(std::string& text) noexcept {
  if (text.size() < text.capacity()) text.resize(text.capacity());  // never allocates: the capacity is there
  wipe(text.data(), text.size());
  text.clear();
}

namespace detail {
inline char* take_secret_bytes(std::size_t size) {
#if KEYTURN_HARDENED_SECRETS
  return HardenedPool::instance().take(size);
#else
  return new char[size];
#endif
}
inline void give_secret_bytes_back(char* bytes, [[maybe_unused]] std::size_t size) noexcept {
#if KEYTURN_HARDENED_SECRETS
  if (bytes != nullptr) HardenedPool::instance().give_back(bytes, size);
#else
  delete[] bytes;
#endif
}
}  // namespace detail

/// Bytes that are wiped when they die, in a buffer that never moves or grows and so leaves no copies behind.
/// Copyable; compared in constant time (the length is no secret); not printable. Not safe for concurrent change. With
/// KEYTURN_HARDENED_SECRETS=1 the buffer is kept out of swap and core dumps, see base/hardened_memory.hpp.
class Secret {
 public:
  Secret() = default;
  /// A copy of those bytes, which are the caller's to wipe. Allocates.
  Secret(const char* text) : Secret{std::string_view{text}} {}
  explicit Secret(std::string_view bytes)
      : data_{bytes.empty() ? nullptr : detail::take_secret_bytes(bytes.size())}, size_{bytes.size()} {
    if (data_ != nullptr) std::memcpy(data_, bytes.data(), size_);
  }
  Secret(const Secret& other) : Secret{other.view()} {}
  Secret(Secret&& other) noexcept : data_{other.data_}, size_{other.size_} {
    other.data_ = nullptr;
    other.size_ = 0;
  }
  KEYTURN_ONCE Secret& operator=(const Secret& other) { return *this = Secret{other}; }
  KEYTURN_ONCE Secret& operator=(Secret&& other) noexcept {
    Secret taken{std::move(other)};
    char* const data = data_;
    const std::size_t size = size_;
    data_ = taken.data_;
    size_ = taken.size_;
    taken.data_ = data;
    taken.size_ = size;
    return *this;
  }
  ~Secret() {
    wipe(data_, size_);
    detail::give_secret_bytes_back(data_, size_);
  }

  /// A secret of `size` bytes that `fill(std::span<char>)` or `fill(char*)` writes in place, so that they stand nowhere
  /// else.
  template <class Fill>
  Secret(std::size_t size, Fill&& fill) : Secret{} {  // delegates, so that what a fill that throws leaves is wiped
    if (size != 0) data_ = static_cast<char*>(std::memset(detail::take_secret_bytes(size), 0, size));
    size_ = size;
    if constexpr (requires(char* into) { fill(into); })
      fill(data_);
    else
      fill(span_of(data_, size_));
  }

  /// The bytes. Valid until this object is assigned to or dies; a copy of them is no secret any more.
  std::string_view view() const noexcept { return {static_cast<const char*>(data_), size_}; }
  /// How many bytes there are.
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }

  /// Whether the bytes are equal; which of them differ, and how many, does not show in the time that it takes.
  friend bool operator==(const Secret& a, const Secret& b) noexcept {
    if (a.size_ != b.size_) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size_; ++i) {
      difference |=
          static_cast<unsigned>(static_cast<unsigned char>(a.data_[i]) ^ static_cast<unsigned char>(b.data_[i]));
#if defined(__GNUC__) || defined(__clang__)
      __asm__ __volatile__("" : "+r"(difference));  // keeps the compiler from leaving the loop early
#endif
    }
    return difference == 0;
  }

 private:
  template <class Byte>
  static std::span<Byte> span_of(Byte* bytes, std::size_t size) {
    return {bytes, size};
  }

  char* data_ = nullptr;
  std::size_t size_ = 0;
};

KEYTURN_NAMESPACE_END

#endif
