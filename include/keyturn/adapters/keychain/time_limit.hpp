// Waits for a call that has no time limit of its own, and that may hang.
#ifndef KEYTURN_ADAPTERS_KEYCHAIN_TIME_LIMIT_HPP
#define KEYTURN_ADAPTERS_KEYCHAIN_TIME_LIMIT_HPP

#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>

#include <future>
#include <string>
#include <thread>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// What `call()`, which returns a `Result`, comes to on a thread of its own; `storage_failed` after `limit`. Then the
/// thread goes on by itself until the call is over, and so `call` must own all that it uses.
template <class Call>
auto within_time_limit(std::chrono::milliseconds limit, Call call) -> decltype(call()) {
  std::packaged_task<decltype(call())()> task{std::move(call)};
  auto result = task.get_future();
  std::thread{std::move(task)}.detach();
  if (result.wait_for(limit) == std::future_status::ready) return result.get();
  return Error{.code = Errc::storage_failed,
               .detail = "the keychain: no answer within " + std::to_string(limit.count()) +
                         " ms; try again, it may be busy or wait for its password"};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
