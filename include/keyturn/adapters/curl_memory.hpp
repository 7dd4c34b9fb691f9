// Memory for libcurl in a program with KEYTURN_HARDENED_SECRETS=1: it stands where the secrets stand, for libcurl's buffers
// hold what was sent and what came, passwords and tokens among it.
#ifndef KEYTURN_ADAPTERS_CURL_MEMORY_HPP
#define KEYTURN_ADAPTERS_CURL_MEMORY_HPP

#include <keyturn/base/hardened_memory.hpp>
#include <keyturn/base/secret.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The five functions that `curl_global_init_mem` takes. Blocks are wiped when they are given back.
struct CurlMemory {
  static void* take(std::size_t size) noexcept {
    if (size > PTRDIFF_MAX - head) return nullptr;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      return begin(HardenedPool::instance().take(size + head), size);
    } catch (const std::bad_alloc&) {
      return nullptr;
    }
#else
    return begin(HardenedPool::instance().take(size + head), size);
#endif
  }

  static void* take_zeros(std::size_t count, std::size_t size) noexcept {
    if (size != 0 && count > SIZE_MAX / size) return nullptr;
    void* const block = take(count * size);
    return block == nullptr ? nullptr : std::memset(block, 0, count * size);
  }

  static void* resize(void* block, std::size_t size) noexcept {
    if (block == nullptr) return take(size);
    void* const larger = take(size);
    if (larger == nullptr) return nullptr;
    std::memcpy(larger, block, std::min(size, size_of(block)));
    give_back(block);
    return larger;
  }

  static char* copy(const char* text) noexcept {
    const std::size_t size = std::strlen(text) + 1;
    void* const block = take(size);
    return block == nullptr ? nullptr : static_cast<char*>(std::memcpy(block, text, size));
  }

  static void give_back(void* block) noexcept {
    if (block == nullptr) return;
    const std::size_t size = size_of(block);
    char* const bytes = static_cast<char*>(block) - head;
    wipe(bytes, head + size);
    HardenedPool::instance().give_back(bytes, head + size);
  }

 private:
  static constexpr std::size_t head = alignof(std::max_align_t);  // the size, before the block

  static void* begin(char* bytes, std::size_t size) {
    std::memcpy(bytes, &size, sizeof size);
    return bytes + head;
  }
  static std::size_t size_of(const void* block) {
    std::size_t size = 0;
    std::memcpy(&size, static_cast<const char*>(block) - head, sizeof size);
    return size;
  }
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
