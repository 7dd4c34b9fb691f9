// Idle libcurl handles, kept so that the next request finds a connection that is open already.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP
#define KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP

#include <keyturn/adapters/curl_handle.hpp>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Safe from all threads. The lock is held for a look at the list, never while libcurl does anything. Handles that are
/// out must come back, or die, before the pool does.
class CurlHandlePool {
 public:
  explicit CurlHandlePool(CurlOptions options) : options_{std::move(options)} {}

  const CurlOptions& options() const noexcept { return options_; }

  /// The handle used last for the origin of `url`, else the one used last, else a new one.
  Result<std::unique_ptr<CurlHandle>> take(std::string_view url) {
    if (auto kept = take_idle(url)) return kept;
    return CurlHandle::open(options_);
  }

  /// Keeps a handle for the next request, if there is room for it and it is healthy; else its connections are closed.
  void give_back(std::unique_ptr<CurlHandle> handle) {
    if (!handle->healthy()) return;
    const std::lock_guard lock{mutex_};
    if (idle_.size() < options_.max_idle_connections) idle_.push_back(std::move(handle));
  }

  std::size_t idle() const {
    const std::lock_guard lock{mutex_};
    return idle_.size();
  }

 private:
  std::unique_ptr<CurlHandle> take_idle(std::string_view url) {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) return nullptr;
    std::size_t chosen = idle_.size();
    while (chosen > 0 && !idle_[chosen - 1]->last_went_to(url)) --chosen;
    if (chosen > 0) std::swap(idle_[chosen - 1], idle_.back());
    auto handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  const CurlOptions options_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<CurlHandle>> idle_;  // the one used last at the end
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
