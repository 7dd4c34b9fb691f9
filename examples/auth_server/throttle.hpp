// Slows down who guesses passwords: after some failures for a name, each further one makes that name wait longer.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_THROTTLE_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_THROTTLE_HPP

#include "auth_server/config.hpp"

#include <algorithm>
#include <mutex>
#include <string>
#include <unordered_map>

namespace keyturn::example {

// It treats names that exist and names that do not alike. Safe on many threads.
class LoginThrottle {
 public:
  static constexpr int free_failures = 5;
  static constexpr std::chrono::seconds first_wait{2}, longest_wait{60}, memory{900};
  static constexpr std::size_t most_names = 10'000;

  // How long this name has to wait still; zero: go on.
  std::chrono::milliseconds wait(const std::string& name, ServerTime now) const {
    const std::lock_guard lock{mutex_};
    const auto found = names_.find(name);
    if (found == names_.end()) return std::chrono::milliseconds{0};
    return std::max(found->second.blocked_until - now, std::chrono::milliseconds{0});
  }

  void failed(const std::string& name, ServerTime now) {
    const std::lock_guard lock{mutex_};
    if (names_.size() >= most_names) make_room(now);
    Entry& entry = names_[name];
    if (now - entry.last > memory) entry.failures = 0;
    entry.last = now;
    if (++entry.failures < free_failures) return;
    const int doublings = std::min(entry.failures - free_failures, 5);
    entry.blocked_until = now + std::min(first_wait * (1 << doublings), longest_wait);
  }

  void succeeded(const std::string& name) {
    const std::lock_guard lock{mutex_};
    names_.erase(name);
  }

 private:
  struct Entry {
    int failures = 0;
    ServerTime last, blocked_until;
  };

  // Somebody tries ten thousand names: forget those that are free to go on, or else any.
  void make_room(ServerTime now) {
    std::erase_if(names_, [now](const auto& entry) { return entry.second.blocked_until <= now; });
    if (names_.size() >= most_names) names_.erase(names_.begin());
  }

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> names_;
};

}  // namespace keyturn::example

#endif
