// Storages in memory for the promise tests: with a lock or without, and the test looks into them, breaks them, and runs
// code at each of their operations.
#ifndef KEYTURN_TESTS_PROMISES_STORAGES_HPP
#define KEYTURN_TESTS_PROMISES_STORAGES_HPP

#include <keyturn/oauth2.hpp>
#include <keyturn/testing.hpp>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace promise {

using namespace keyturn;

/// What happened, in order. Copies share it. Safe for many threads.
class Journal {
 public:
  void note(std::string line) {
    const std::lock_guard lock{shared_->mutex};
    shared_->lines.push_back(std::move(line));
  }
  void clear() {
    const std::lock_guard lock{shared_->mutex};
    shared_->lines.clear();
  }
  std::size_t count(std::string_view line) const {
    const std::lock_guard lock{shared_->mutex};
    return static_cast<std::size_t>(std::count(shared_->lines.begin(), shared_->lines.end(), line));
  }
  /// All lines, with a space between two.
  std::string text() const {
    const std::lock_guard lock{shared_->mutex};
    std::string text;
    for (const std::string& line : shared_->lines) text += (text.empty() ? "" : " ") + line;
    return text;
  }

 private:
  struct Shared {
    std::mutex mutex;
    std::vector<std::string> lines;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

enum class Op { load, save, erase, lock, unlock };

inline const char* name(Op op) {
  constexpr const char* names[] = {"load", "save", "erase", "lock", "unlock"};
  return names[static_cast<int>(op)];
}

/// One account's record, whatever the account is called. Copies share it. One client at a time may use it.
class OwnMemory {
 protected:
  struct Shared {
    std::mutex mutex;
    std::condition_variable unlocked;
    testing::ManualClock clock;
    Journal journal;
    std::optional<Secret> record;
    std::map<Op, std::pair<unsigned, Errc>> failing;
    Callback<void(Op)> before, after;
    bool locked = false;
  };

  template <class F>
  auto locked(F&& f) const {
    const std::lock_guard lock{shared_->mutex};
    return f(*shared_);
  }

 public:
  static constexpr unsigned always = ~0u;

  explicit OwnMemory(testing::ManualClock clock = {}, Journal journal = {}) : shared_{std::make_shared<Shared>()} {
    shared_->clock = std::move(clock);
    shared_->journal = std::move(journal);
  }

  Result<std::optional<Secret>> load(std::string_view) {
    if (auto begun = begin(Op::load); !begun) return begun.error();
    return record();
  }
  Result<void> save(std::string_view, const Secret& bytes) {
    if (auto begun = begin(Op::save); !begun) return begun;
    put(bytes);
    return end(Op::save);
  }
  Result<void> erase(std::string_view) {
    if (auto begun = begin(Op::erase); !begun) return begun;
    put(std::nullopt);
    return end(Op::erase);
  }

  /// The next `count` operations of this kind fail; 0: none does any more.
  void fail(Op op, unsigned count = always, Errc code = Errc::storage_failed) {
    locked([&](Shared& s) { s.failing[op] = {count, code}; });
  }
  /// Called at the beginning of each operation, without a lock.
  void before(Callback<void(Op)> function) {
    locked([&](Shared& s) { s.before = std::move(function); });
  }
  /// Called after each save and erase that worked.
  void after(Callback<void(Op)> function) {
    locked([&](Shared& s) { s.after = std::move(function); });
  }

  std::optional<Secret> record() const {
    return locked([](Shared& s) { return s.record; });
  }
  void put(std::optional<Secret> bytes) {
    locked([&](Shared& s) { s.record = std::move(bytes); });
  }
  /// What the record holds; an empty one if there is none.
  core::SessionRecord decoded() const {
    const auto bytes = record();
    auto read = bytes ? core::decode(bytes->view()) : Result<core::SessionRecord>{core::SessionRecord{}};
    return read ? *read : core::SessionRecord{};
  }
  std::string refresh_token() const { return std::string{decoded().tokens.refresh_token.view()}; }

 protected:
  Result<void> begin(Op op) {
    shared_->journal.note(name(op));
    if (const auto function = locked([](Shared& s) { return s.before; })) function(op);
    return locked([&](Shared& s) -> Result<void> {
      auto& [count, code] = s.failing[op];
      if (count == 0) return {};
      if (count != always) --count;
      return Error{.code = code, .detail = std::string{"the test lets it fail: "} + name(op)};
    });
  }
  Result<void> end(Op op) {
    if (const auto function = locked([](Shared& s) { return s.after; })) function(op);
    return {};
  }

  std::shared_ptr<Shared> shared_;
};

/// The same with a lock, so that several clients play several processes. A lock that is held costs a waiting client its
/// patience on the manual clock; with `SharedMemory::with_threads()` it waits in real time.
class SharedMemory : public OwnMemory {
 public:
  using OwnMemory::OwnMemory;

  static SharedMemory with_threads() {
    SharedMemory storage;
    storage.threads_ = true;
    return storage;
  }

  class Lock {
   public:
    explicit Lock(std::shared_ptr<Shared> held) : held_{std::move(held)} {}
    Lock(Lock&&) noexcept = default;
    Lock& operator=(Lock&&) = delete;
    ~Lock() {
      if (!held_) return;
      held_->journal.note("unlock");
      const std::lock_guard lock{held_->mutex};
      held_->locked = false;
      held_->unlocked.notify_all();
    }

   private:
    std::shared_ptr<Shared> held_;
  };

  Result<Lock> lock(std::string_view, std::chrono::milliseconds patience) {
    if (auto begun = begin(Op::lock); !begun) return begun.error();
    std::unique_lock guard{shared_->mutex};
    if (threads_) {
      shared_->unlocked.wait_for(guard, patience, [&] { return !shared_->locked; });
    } else if (shared_->locked) {
      guard.unlock();
      shared_->clock.advance(patience);
      guard.lock();
    }
    if (shared_->locked) return Error{.code = Errc::storage_busy, .detail = "another process holds the lock"};
    shared_->locked = true;
    return Lock{shared_};
  }

  bool is_locked() const {
    return locked([](Shared& s) { return s.locked; });
  }
  /// As another process: takes the lock and never lets go of it, or lets go of it.
  void hold() {
    locked([](Shared& s) { s.locked = true; });
  }
  void release() {
    locked([](Shared& s) {
      s.locked = false;
      s.unlocked.notify_all();
    });
  }

 private:
  bool threads_ = false;
};

}  // namespace promise

#endif
