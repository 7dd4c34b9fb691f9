// A storage that forgets at exit: for tests, and for programs that log in each time.
#ifndef KEYTURN_BUILTIN_MEMORY_STORAGE_HPP
#define KEYTURN_BUILTIN_MEMORY_STORAGE_HPP

#include <keyturn/base/shared.hpp>
#include <keyturn/builtin/single_thread.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/drive/mutex_guard.hpp>

#include <string>
#include <utility>
#include <vector>

#if KEYTURN_HAS_HOSTED
#include <mutex>
#endif

KEYTURN_NAMESPACE_BEGIN

/// Keeps records in memory. Copies share them, so a test can look at what its client saved, or start a second client
/// on it as after a restart. It cannot lock: one client at a time uses a record. Safe for many threads, where
/// the standard library has them; never fails.
class MemoryStorage {
 public:
  Result<std::optional<Secret>> load(std::string_view account) {
    const Guard guard{records_->mutex};
    for (const auto& [name, record] : records_->list)
      if (name == account) return std::optional<Secret>{record};
    return std::optional<Secret>{};
  }

  Result<void> save(std::string_view account, const Secret& record) {
    const Guard guard{records_->mutex};
    for (auto& [name, saved] : records_->list) {
      if (name != account) continue;
      saved = record;
      return {};
    }
    records_->list.emplace_back(account, record);
    return {};
  }

  Result<void> erase(std::string_view account) {
    const Guard guard{records_->mutex};
    std::erase_if(records_->list, [&](const auto& saved) { return saved.first == account; });
    return {};
  }

 private:
#if KEYTURN_HAS_HOSTED
  using Mutex = std::mutex;
#else
  using Mutex = SingleThread::Mutex;
#endif
  using Guard = drive::MutexGuard<Mutex>;
  struct Records : Holders {
    Mutex mutex;
    std::vector<std::pair<std::string, Secret>> list;
  };
  Shared<Records> records_ = share<Records>();
};

KEYTURN_NAMESPACE_END

#endif
