#include <keyturn/drive/held_locks.hpp>

#include <keyturn/builtin/memory_storage.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace keyturn;

namespace {

// Its locks say how many of them are held.
struct CountingStorage : MemoryStorage {
  struct Lock {
    int* held;
    explicit Lock(int& count) : held{&count} { ++count; }
    Lock(Lock&& other) noexcept : held{std::exchange(other.held, nullptr)} {}
    Lock& operator=(Lock&&) = delete;
    ~Lock() {
      if (held != nullptr) --*held;
    }
  };
  int held = 0;
  Result<Lock> lock(std::string_view, std::chrono::milliseconds) { return Lock{held}; }
};
static_assert(SharedStorage<CountingStorage>);
static_assert(std::is_empty_v<drive::HeldLocks<MemoryStorage>>, "a storage that cannot lock costs nothing");

void keep(drive::HeldLocks<CountingStorage>& locks, CountingStorage& storage, JobId job) {
  locks.keep(job, share<drive::HeldLock<CountingStorage::Lock>>(*storage.lock("", {})));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(drive_held_locks)

BOOST_AUTO_TEST_CASE(a_lock_is_kept_until_it_is_taken_and_released_by_whoever_took_it) {
  CountingStorage storage;
  drive::HeldLocks<CountingStorage> locks;
  keep(locks, storage, 1);
  BOOST_TEST(storage.held == 1);
  {
    const auto taken = locks.take(1);
    BOOST_TEST((taken != nullptr));
    BOOST_TEST(storage.held == 1);
  }
  BOOST_TEST(storage.held == 0);
}

BOOST_AUTO_TEST_CASE(each_lock_is_found_under_its_own_name_once) {
  CountingStorage storage;
  drive::HeldLocks<CountingStorage> locks;
  keep(locks, storage, 1);
  keep(locks, storage, 2);
  BOOST_TEST((locks.take(3) == nullptr));
  BOOST_TEST(storage.held == 2);
  (void)locks.take(1);
  BOOST_TEST(storage.held == 1);
  BOOST_TEST((locks.take(1) == nullptr));
  BOOST_TEST((locks.take(2) != nullptr));
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_in_use_outlives_its_return) {
  CountingStorage storage;
  drive::HeldLocks<CountingStorage> locks;
  keep(locks, storage, 1);
  auto found = locks.find(1);
  BOOST_TEST((found != nullptr));
  BOOST_TEST((locks.find(2) == nullptr));
  (void)locks.take(1);
  BOOST_TEST((locks.find(1) == nullptr));
  BOOST_TEST(storage.held == 1);
  found = nullptr;
  BOOST_TEST(storage.held == 0);
}

BOOST_AUTO_TEST_CASE(what_nobody_took_is_released_at_the_end) {
  CountingStorage storage;
  {
    drive::HeldLocks<CountingStorage> locks;
    keep(locks, storage, 1);
    keep(locks, storage, 2);
  }
  BOOST_TEST(storage.held == 0);
}

BOOST_AUTO_TEST_SUITE_END()
