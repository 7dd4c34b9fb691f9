// A storage that forgets at exit: for tests, and for programs that log in each time.
#ifndef KEYTURN_BUILTIN_MEMORY_STORAGE_HPP
#define KEYTURN_BUILTIN_MEMORY_STORAGE_HPP

#include <keyturn/builtin/single_thread.hpp>
#include <keyturn/concepts/storage.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>

#if KEYTURN_HAS_HOSTED
#include <mutex>
#endif

KEYTURN_NAMESPACE_BEGIN

/// Keeps records in memory. Copies share one map, so a test can look at what its client saved, or start a second client
/// on it as after a restart. It cannot lock: one client at a time uses a record. Safe for many threads, where
/// the standard library has them; never fails.
class MemoryStorage {
 public:
  Result<std::optional<Secret>> load(std::string_view account) {
    const Guard guard{shared_->mutex};
    const auto found = shared_->records.find(account);
    if (found == shared_->records.end()) return std::optional<Secret>{};
    return std::optional<Secret>{found->second};
  }

  Result<void> save(std::string_view account, const Secret& record) {
    const Guard guard{shared_->mutex};
    shared_->records.insert_or_assign(std::string{account}, record);
    return {};
  }

  Result<void> erase(std::string_view account) {
    const Guard guard{shared_->mutex};
    if (const auto found = shared_->records.find(account); found != shared_->records.end())
      shared_->records.erase(found);
    return {};
  }

 private:
#if KEYTURN_HAS_HOSTED
  using Mutex = std::mutex;
#else
  using Mutex = SingleThread::Mutex;
#endif
  class Guard {  // as std::lock_guard, which stands in <mutex>
   public:
    explicit Guard(Mutex& mutex) : mutex_{mutex} { mutex_.lock(); }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() { mutex_.unlock(); }

   private:
    Mutex& mutex_;
  };
  struct Shared {
    Mutex mutex;
    std::map<std::string, Secret, std::less<>> records;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

KEYTURN_NAMESPACE_END

#endif
