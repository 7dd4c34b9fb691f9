// A shared storage whose lock the test can hold, as another process would.
#ifndef KEYTURN_TESTS_DRIVE_LOCKING_STORAGE_HPP
#define KEYTURN_TESTS_DRIVE_LOCKING_STORAGE_HPP

#include <keyturn/builtin/memory_storage.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <utility>

namespace keyturn_tests {

using namespace keyturn;

/// Its operations can be held up, or throw; the asynchronous client must take its lock without waiting.
struct LockingStorage {
  struct Shared {
    MemoryStorage memory{};
    std::atomic<bool> locked{false}, throws{false};
    std::atomic<int> tries{0};
    Callback<void()> before_load{};
  };
  struct Lock {
    std::shared_ptr<Shared> held;
    explicit Lock(std::shared_ptr<Shared> of) : held{std::move(of)} {}
    Lock(Lock&&) noexcept = default;
    Lock& operator=(Lock&&) = delete;
    ~Lock() {
      if (held) held->locked = false;
    }
  };
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();

  void check() const {
    if (shared->throws) throw std::runtime_error{"storage"};
  }
  Result<std::optional<Secret>> load(std::string_view account) {
    if (const auto before = shared->before_load) before();
    return check(), shared->memory.load(account);
  }
  Result<void> save(std::string_view account, const Secret& record) {
    return check(), shared->memory.save(account, record);
  }
  Result<void> erase(std::string_view account) { return check(), shared->memory.erase(account); }
  Result<Lock> lock(std::string_view, std::chrono::milliseconds patience) {
    check();
    ++shared->tries;
    if (patience.count() != 0) throw std::logic_error{"the asynchronous client must not block"};
    if (shared->locked.exchange(true)) return Error{.code = Errc::storage_busy};
    return Lock{shared};
  }
};
static_assert(SharedStorage<LockingStorage>);

}  // namespace keyturn_tests

#endif
