// A storage in memory that can lock and break, good as it is; the broken ones of the tests differ from it in one thing.
#ifndef KEYTURN_TESTS_UNIT_TESTING_CHECK_STORAGE_SHARED_MEMORY_HPP
#define KEYTURN_TESTS_UNIT_TESTING_CHECK_STORAGE_SHARED_MEMORY_HPP

#include <keyturn/concepts/storage.hpp>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

struct Place {
  std::mutex mutex;
  std::condition_variable released;
  std::map<std::string, keyturn::Secret> records;
  std::map<std::string, const void*> holders;  // of the locks that are held
  bool broken = false;
};

/// How a lock is wrong.
enum class Slip { none, released_by_moved_from, kept_on_another_thread, released_late };

class MemoryLock {
 public:
  MemoryLock(std::shared_ptr<Place> place, std::string name, Slip slip)
      : place_{std::move(place)}, name_{std::move(name)}, slip_{slip} {}
  MemoryLock(MemoryLock&& other) noexcept
      : place_{other.place_}, name_{other.name_}, slip_{other.slip_}, moves_{other.moves_ + 1} {
    // the way out of lock() moves it, too
    if (slip_ != Slip::released_by_moved_from || moves_ < 3) other.place_.reset();
  }
  MemoryLock& operator=(MemoryLock&&) = delete;
  ~MemoryLock() {
    if (!place_ || (slip_ == Slip::kept_on_another_thread && std::this_thread::get_id() != thread_)) return;
    const std::lock_guard lock{place_->mutex};
    if (slip_ == Slip::released_late)
      place_->holders[name_] = nullptr;
    else
      place_->holders.erase(name_);
    place_->released.notify_all();
  }

 private:
  std::shared_ptr<Place> place_;
  std::string name_;
  Slip slip_;
  int moves_ = 0;
  std::thread::id thread_ = std::this_thread::get_id();
};

class SharedMemory {
 public:
  using Lock = MemoryLock;

  keyturn::Result<std::optional<keyturn::Secret>> load(std::string_view account) {
    const std::lock_guard lock{place->mutex};
    if (place->broken) return failed();
    const auto found = place->records.find(std::string{account});
    if (found == place->records.end()) return std::optional<keyturn::Secret>{};
    return std::optional<keyturn::Secret>{found->second};
  }

  keyturn::Result<void> save(std::string_view account, const keyturn::Secret& record) {
    const std::lock_guard lock{place->mutex};
    if (place->broken) return failed();
    place->records.insert_or_assign(std::string{account}, record);
    return {};
  }

  keyturn::Result<void> erase(std::string_view account) {
    const std::lock_guard lock{place->mutex};
    if (place->broken) return failed();
    place->records.erase(std::string{account});
    return {};
  }

  keyturn::Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    return lock_with(account, patience, Slip::none);
  }

  std::shared_ptr<Place> place = std::make_shared<Place>();

 protected:
  static keyturn::Error failed() { return {.code = keyturn::Errc::storage_failed, .detail = "it is broken"}; }
  static keyturn::Error busy() { return {.code = keyturn::Errc::storage_busy}; }

  keyturn::Result<Lock> lock_with(std::string_view account, std::chrono::milliseconds patience, Slip slip) {
    const std::string name{account};
    std::unique_lock lock{place->mutex};
    const auto is_free = [&] {
      const auto holder = place->holders.find(name);
      if (holder == place->holders.end()) return true;
      if (holder->second != nullptr) return false;
      place->holders.erase(holder);  // released late: a try that waits gets it, else the next one
      return patience.count() > 0;
    };
    if (!is_free() && (patience.count() == 0 || !place->released.wait_for(lock, patience, is_free))) return busy();
    place->holders[name] = this;
    return Lock{place, name, slip};
  }

  bool is_locked(std::string_view account) {
    const std::lock_guard lock{place->mutex};
    return place->holders.contains(std::string{account});
  }

  bool is_locked_by_another(std::string_view account) {
    const std::lock_guard lock{place->mutex};
    const auto holder = place->holders.find(std::string{account});
    return holder != place->holders.end() && holder->second != this;
  }
};

/// Makes users of one place of that storage.
template <class S>
auto users_of(S storage = {}) {
  return [storage = std::move(storage)] { return storage; };
}

#endif
