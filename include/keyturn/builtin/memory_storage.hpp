// A storage that forgets at exit: for tests, and for programs that log in each time.
#ifndef KEYTURN_BUILTIN_MEMORY_STORAGE_HPP
#define KEYTURN_BUILTIN_MEMORY_STORAGE_HPP

#include <keyturn/concepts/storage.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// Keeps records in memory. Copies share one map, so a test can look at what its client saved, or start a second client
/// on it as after a restart. It cannot lock: one client at a time uses a record. Safe for many threads; never fails.
class MemoryStorage {
 public:
  Result<std::optional<Secret>> load(std::string_view account) {
    const std::lock_guard lock{shared_->mutex};
    const auto found = shared_->records.find(account);
    if (found == shared_->records.end()) return std::optional<Secret>{};
    return std::optional<Secret>{found->second};
  }

  Result<void> save(std::string_view account, const Secret& record) {
    const std::lock_guard lock{shared_->mutex};
    shared_->records.insert_or_assign(std::string{account}, record);
    return {};
  }

  Result<void> erase(std::string_view account) {
    const std::lock_guard lock{shared_->mutex};
    if (const auto found = shared_->records.find(account); found != shared_->records.end())
      shared_->records.erase(found);
    return {};
  }

 private:
  struct Shared {
    std::mutex mutex;
    std::map<std::string, Secret, std::less<>> records;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

KEYTURN_NAMESPACE_END

#endif
