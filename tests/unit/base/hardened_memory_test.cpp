#include <sanitized.hpp>

#include <keyturn/base/hardened_memory.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using keyturn::HardenedMemory;
using keyturn::detail::HardenedPool;

namespace {

// What the system says about the mapping of an address (proc(5), VmFlags): "lo" is locked, "dd" is not dumped.
[[maybe_unused]] std::set<std::string> flags_of(const void* address) {
  std::ifstream maps{"/proc/self/smaps"};
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
      const auto at = reinterpret_cast<std::uintptr_t>(address);
      inside = begin <= at && at < end;
    }
    if (!inside || !line.starts_with("VmFlags:")) continue;
    std::istringstream words{line.substr(8)};
    return {std::istream_iterator<std::string>{words}, {}};
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hardened_memory)

// The sanitizers make nothing of mlock.
#if defined(__linux__) && !defined(KEYTURN_SANITIZED)
BOOST_AUTO_TEST_CASE(blocks_of_any_size_are_locked_and_not_dumped) {
  if (HardenedPool probe; probe.give_back(probe.take(1), 1), probe.state().error != 0) {
    BOOST_TEST_MESSAGE("skipped: this system does not lock memory for us");
    return;
  }
  HardenedPool pool;
  for (const std::size_t size : {1u, 40u, 700u, 2048u, 2049u, 70'000u}) {
    char* const bytes = pool.take(size);
    std::memset(bytes, 'x', size);
    for (const char* const at : {bytes, bytes + size - 1}) {
      const auto flags = flags_of(at);
      BOOST_TEST(flags.contains("lo"), size);
      BOOST_TEST(flags.contains("dd"), size);
    }
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(bytes) % alignof(std::max_align_t) == 0u);
    const std::size_t taken = pool.state().bytes;
    pool.give_back(bytes, size);
    BOOST_TEST((pool.state().bytes + size <= taken) == (size > 2048), "large ones go back, small ones are kept");
  }
  BOOST_TEST(pool.state().locked);
  BOOST_TEST(pool.state().kept_from_dumps);
  const std::string ordinary = "memory that is nothing special";
  BOOST_TEST(!flags_of(ordinary.data()).contains("dd"));
}

BOOST_AUTO_TEST_CASE(where_locking_is_refused_it_goes_on_and_says_so) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit nothing{0, 0};
    bool good = ::setrlimit(RLIMIT_MEMLOCK, &nothing) == 0;
    if (::geteuid() == 0) good = ::setuid(65534) == 0 && good;  // the limit is none for root
    HardenedPool pool;
    char* const bytes = pool.take(40);
    std::memset(bytes, 'x', 40);
    const HardenedMemory state = pool.state();
    good = good && state.bytes > 0 && !state.locked && state.kept_from_dumps;
    good = good && (state.error == EPERM || state.error == ENOMEM) && flags_of(bytes).contains("dd");
    ::_exit(good ? 0 : 1);
  }
  int status = -1;
  BOOST_TEST_REQUIRE(::waitpid(child, &status, 0) == child);
  BOOST_TEST(status == 0);
}
#endif

BOOST_AUTO_TEST_CASE(blocks_lie_apart_and_are_used_again) {
  HardenedPool pool;
  std::vector<std::pair<char*, std::size_t>> blocks;
  for (std::size_t i = 0; i < 500; ++i) {
    const std::size_t size = 1 + i * 37 % 3000;
    blocks.emplace_back(pool.take(size), size);
    std::memset(blocks.back().first, static_cast<char>(i), size);
  }
  for (std::size_t i = 0; i < blocks.size(); ++i)
    for (std::size_t at = 0; at < blocks[i].second; ++at) BOOST_REQUIRE(blocks[i].first[at] == static_cast<char>(i));
  for (const auto& [bytes, size] : blocks) pool.give_back(bytes, size);
  const std::size_t taken = pool.state().bytes;
  for (int i = 0; i < 5000; ++i) pool.give_back(pool.take(1000), 1000);
  BOOST_TEST(pool.state().bytes == taken);
}

BOOST_AUTO_TEST_CASE(blocks_of_any_size_are_aligned_for_anything) {
  HardenedPool pool;
  for (std::size_t size = 1; size < 3000; ++size)
    for (int i = 0; i < 2; ++i)  // left to the pool, which gives back all
      BOOST_TEST_REQUIRE(reinterpret_cast<std::uintptr_t>(pool.take(size)) % alignof(std::max_align_t) == 0u, size);
}

BOOST_AUTO_TEST_CASE(more_than_there_is_cannot_be_had) {
  HardenedPool pool;
  for (const std::size_t size : {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 2, SIZE_MAX / 4})
    BOOST_CHECK_THROW(pool.take(size), std::bad_alloc);
  pool.give_back(pool.take(40), 40);
}

BOOST_AUTO_TEST_CASE(many_threads_may_use_it_at_once) {
  HardenedPool pool;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&pool, i] {
      for (std::size_t round = 0; round < 2000; ++round) {
        const std::size_t size = 1 + round % 600;
        char* const bytes = pool.take(size);
        std::memset(bytes, i, size);
        if (bytes[0] != i || bytes[size - 1] != i) std::abort();
        pool.give_back(bytes, size);
      }
    });
}

BOOST_AUTO_TEST_CASE(what_a_program_has_is_asked_for_by_one_function) {
  const std::size_t before = keyturn::hardened_memory().bytes;
  char* const bytes = HardenedPool::instance().take(70'000);
  BOOST_TEST(keyturn::hardened_memory().bytes >= before + 70'000);
  HardenedPool::instance().give_back(bytes, 70'000);
  BOOST_TEST((keyturn::hardened_memory().error == 0) ==
             (keyturn::hardened_memory().locked && keyturn::hardened_memory().kept_from_dumps));
}

BOOST_AUTO_TEST_SUITE_END()
