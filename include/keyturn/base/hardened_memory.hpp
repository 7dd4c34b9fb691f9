// Where the bytes of secrets stand in a program that is built with KEYTURN_HARDENED_SECRETS=1: in memory that is neither
// swapped out nor written into core dumps. libcurl's memory stands there too; see adapters/curl_memory.hpp.
#ifndef KEYTURN_BASE_HARDENED_MEMORY_HPP
#define KEYTURN_BASE_HARDENED_MEMORY_HPP

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

namespace detail {

[[noreturn]] inline void out_of_memory() {
#if KEYTURN_HAS_EXCEPTIONS
  throw std::bad_alloc{};
#else
  std::abort();
#endif
}

/// Pages from the system, each locked and kept out of core dumps where the system does it.
class HardenedPages final : public std::pmr::memory_resource {
 public:
  const HardenedMemory& state() const noexcept { return state_; }

 private:
  static std::size_t in_pages(std::size_t size) {
    const std::size_t page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (size + page - 1) / page * page;
  }

  void* do_allocate(std::size_t wanted, std::size_t) override {
    const std::size_t size = in_pages(wanted);
    void* const pages = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) out_of_memory();
    state_.bytes += size;
    note(::mlock(pages, size) == 0, state_.locked);
#if defined(MADV_DONTDUMP)
    note(::madvise(pages, size, MADV_DONTDUMP) == 0, state_.kept_from_dumps);
#elif defined(MADV_NOCORE)
    note(::madvise(pages, size, MADV_NOCORE) == 0, state_.kept_from_dumps);
#else
    state_.kept_from_dumps = false;
#endif
    return pages;
  }

  void note(bool done, bool& always) {
    if (!done && state_.error == 0) state_.error = errno;
    always = always && done;
  }

  void do_deallocate(void* pages, std::size_t wanted, std::size_t) override {
    ::munmap(pages, in_pages(wanted));
    state_.bytes -= in_pages(wanted);
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

  HardenedMemory state_;
};

/// All of it; for any thread.
class HardenedPool {
 public:
  /// The one of this program. It is never destroyed: secrets may outlive whatever is.
  static HardenedPool& instance() {
    static HardenedPool& pool = *new HardenedPool;
    return pool;
  }

  /// Aligned for anything that is not aligned beyond `std::max_align_t`.
  char* take(std::size_t size) {
    if (size > PTRDIFF_MAX) out_of_memory();
    const Lock lock{mutex_};
    return static_cast<char*>(blocks_.allocate(in_steps(size)));
  }
  void give_back(char* bytes, std::size_t size) noexcept {
    const Lock lock{mutex_};
    blocks_.deallocate(bytes, in_steps(size));
  }
  HardenedMemory state() {
    const Lock lock{mutex_};
    return pages_.state();
  }

 private:
  struct Lock {
    explicit Lock(pthread_mutex_t& mutex) : held{mutex} { ::pthread_mutex_lock(&held); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { ::pthread_mutex_unlock(&held); }
    pthread_mutex_t& held;
  };

  /// A pool of libstdc++ 12 does not look at the alignment; its blocks of these sizes have it.
  static std::size_t in_steps(std::size_t size) {
    constexpr std::size_t step = alignof(std::max_align_t);
    return (size + step - 1) / step * step;
  }

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  HardenedPages pages_;
  static constexpr std::pmr::pool_options sizes_{.max_blocks_per_chunk = 64, .largest_required_pool_block = 2048};
  std::pmr::unsynchronized_pool_resource blocks_{sizes_, &pages_};
};

}  // namespace detail

/// How well the memory of secrets is protected by now. Safe from any thread; does not block on I/O.
inline HardenedMemory hardened_memory() { return detail::HardenedPool::instance().state(); }

KEYTURN_NAMESPACE_END

#endif
