// Memory that runs out when a test says so: the allocation functions of this program fail at a chosen allocation of the
// thread that asked for it. Included once by a program.
#ifndef KEYTURN_TESTS_MEMORY_FAILING_NEW_HPP
#define KEYTURN_TESTS_MEMORY_FAILING_NEW_HPP

#include <cstdlib>
#include <new>

namespace memory {

/// Whether one allocation fails, or all from the chosen one on.
enum class Shortage { once, lasting };

struct State {
  bool watched = false;    // between `run_out` and `is_back`, outside `Elsewhere`
  unsigned long left = 0;  // allocations that still succeed
  Shortage shortage{};
  unsigned long failures = 0;  // since `run_out`
};
inline thread_local State state;

/// From now on `n` allocations succeed, and the one after them fails.
inline void run_out(unsigned long n, Shortage shortage) { state = {.watched = true, .left = n, .shortage = shortage}; }

/// There is memory again. How many allocations have failed.
inline unsigned long is_back() {
  state.watched = false;
  return state.failures;
}

/// What happens meanwhile takes its memory somewhere else: in another process, or in the test.
class Elsewhere {
 public:
  Elsewhere() : was_{state.watched} { state.watched = false; }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;
  ~Elsewhere() { state.watched = was_; }

 private:
  bool was_;
};

inline void* allocate(std::size_t size) noexcept {
  if (state.watched) {
    const bool first = state.failures == 0;
    if (first && state.left > 0)
      --state.left;
    else if (first || state.shortage == Shortage::lasting)
      return ++state.failures, nullptr;
  }
  return std::malloc(size == 0 ? 1 : size);
}

inline void* allocate_or_throw(std::size_t size) {
  void* const block = allocate(size);
  if (block == nullptr) throw std::bad_alloc{};
  return block;
}

}  // namespace memory

// The compiler thinks that what these take by malloc must not go back by free, once both stand in its sight.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif
void* operator new(std::size_t size) { return memory::allocate_or_throw(size); }
void* operator new[](std::size_t size) { return memory::allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return memory::allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return memory::allocate(size); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { std::free(block); }

#endif
