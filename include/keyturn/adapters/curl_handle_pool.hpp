// Idle libcurl handles, kept so that the next request finds a connection that is open already.
#ifndef KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP
#define KEYTURN_ADAPTERS_CURL_HANDLE_POOL_HPP

#include <keyturn/adapters/curl_handle.hpp>
#include <keyturn/base/list.hpp>

#include <memory>
#include <mutex>
#include <utility>

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
    if (idle_.size() < options_.max_idle_connections) idle_.push(std::move(handle));
  }

  std::size_t idle() const {
    const std::lock_guard lock{mutex_};
    return idle_.size();
  }

 private:
  std::unique_ptr<CurlHandle> take_idle(std::string_view url) {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) return nullptr;
    auto* chosen = idle_.end();
    while (chosen != idle_.begin() && !chosen[-1]->last_went_to(url)) --chosen;
    auto handle = std::move(chosen == idle_.begin() ? idle_.last() : chosen[-1]);
    idle_.remove_if([](const std::unique_ptr<CurlHandle>& kept) { return kept == nullptr; });
    return handle;
  }

  const CurlOptions options_;
  mutable std::mutex mutex_;
  List<std::unique_ptr<CurlHandle>> idle_;  // the one used last at the end
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
