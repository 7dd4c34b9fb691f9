// The lock of one account in Redis: a lease with an owner value.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_LOCK_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_LOCK_HPP

#include <keyturn/adapters/redis_storage/client.hpp>

#include <memory>
#include <string>

#include <time.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Held until it dies, until its lease ends, or, in a process that died, until then. May outlive the storage that made
/// it, and die on any thread; its destructor asks Redis once, within the time limits. In a child made by fork it is
/// empty: the lock stays its parent's.
class RedisLock {
 public:
  RedisLock(RedisLock&&) noexcept = default;
  RedisLock& operator=(RedisLock other) noexcept {
    std::swap(client_, other.client_);
    std::swap(lock_, other.lock_);
    std::swap(owner_, other.owner_);
    std::swap(pid_, other.pid_);
    return *this;
  }
  ~RedisLock() {
    if (!client_ || pid_ != ::getpid()) return;
    client_->let_go(lock_, owner_);
    (void)client_->run(redis_release_script, {lock_}, {owner_}, RedisClient::Repeat::harmless);
  }

  /// From now on the lease holds for `at_least`; one that has longer to go is left as it is. `storage_busy` if it was
  /// lost, and somebody else may hold it; `storage_failed` if Redis cannot be asked. Blocks within the time limits.
  Result<void> extend(std::chrono::milliseconds at_least) {
    if (pid_ != ::getpid()) return lost("the lock belongs to the process that took it");
    const auto done = client_->run(redis_extend_script, {lock_}, {owner_, std::to_string(at_least.count())},
                                   RedisClient::Repeat::harmless);
    if (!done) return done.error();
    if (*done != "done") return lost("the lease was lost");
    return {};
  }

  /// Takes the lock, or gives `storage_busy` after `patience`.
  static Result<RedisLock> take(const std::shared_ptr<RedisClient>& client, const std::string& lock,
                                std::chrono::milliseconds patience) {
    const TimePoint deadline = later(Hosted{}.now(), patience);
    const std::string owner = redis_random();
    if (owner.empty()) return redis_error(client->options(), "the system has no random numbers");
    const std::string lease = std::to_string(client->options().lease.count());
    for (;;) {
      const auto taken = client->run(redis_take_script, {lock}, {owner, lease}, RedisClient::Repeat::harmless);
      if (!taken) return taken.error();
      if (*taken == "done") {
        client->hold(lock, owner);
        return RedisLock{client, lock, owner};
      }
      const auto rest = left(deadline, Hosted{}.now());
      if (rest <= rest.zero())
        return redis_error(client->options(), "another process or client holds " + lock, Errc::storage_busy);
      pause(rest);
    }
  }

 private:
  RedisLock(std::shared_ptr<RedisClient> client, std::string lock, std::string owner)
      : client_{std::move(client)}, lock_{std::move(lock)}, owner_{std::move(owner)} {}

  Error lost(std::string_view why) const { return redis_error(client_->options(), why, Errc::storage_busy); }

  /// 10 to 40 ms, so that those who wait do not come all at once.
  static void pause(std::chrono::nanoseconds at_most) {
    std::array<std::byte, 1> random{};
    (void)Hosted{}.random(random);
    const auto nap = std::chrono::microseconds{10'000 + 120 * std::to_integer<int>(random[0])};
    const timespec span{.tv_sec = 0,
                        .tv_nsec = static_cast<long>(std::min<std::chrono::nanoseconds>(nap, at_most).count())};
    ::nanosleep(&span, nullptr);
  }

  std::shared_ptr<RedisClient> client_;
  std::string lock_, owner_;
  pid_t pid_ = ::getpid();
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
