// Counts allocations: included once by a program, it replaces operator new.
#ifndef KEYTURN_BENCHMARK_COUNTED_HPP
#define KEYTURN_BENCHMARK_COUNTED_HPP

#include <malloc.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace counted {
inline thread_local std::size_t allocations = 0;  // of this thread
inline std::atomic<std::ptrdiff_t> bytes{0};      // alive, if they are asked for
inline bool with_bytes = false;

inline void* allocate(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  if (with_bytes) bytes += static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
  return memory;
}
inline void release(void* memory) noexcept {
  if (with_bytes && memory != nullptr) bytes -= static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
  std::free(memory);
}
}  // namespace counted

void* operator new(std::size_t size) { return counted::allocate(size); }
void operator delete(void* memory) noexcept { counted::release(memory); }
void operator delete(void* memory, std::size_t) noexcept { counted::release(memory); }

#endif
