// What a `RedisStorage`, its copies, its locks and its watches share: the connections, who they are, what they hold.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_CLIENT_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_CLIENT_HPP

#include <keyturn/adapters/redis_storage/connection.hpp>
#include <keyturn/adapters/redis_storage/scripts.hpp>

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// 160 bits of the system's generator as text; empty where that fails.
inline std::string redis_random() {
  std::array<std::byte, 20> bytes{};
  return Hosted{}.random(bytes) ? redis_hex(bytes) : std::string{};
}

/// For many threads: each command has a connection to itself, so none stands behind another. A child made by fork
/// begins anew.
class RedisClient {
 public:
  /// Whether a command may be carried out twice, and so sent again when its answer was lost with the connection.
  enum class Repeat { never, harmless };

  explicit RedisClient(RedisOptions options) : options_{std::move(options)} {}
  RedisClient(const RedisClient&) = delete;
  RedisClient& operator=(const RedisClient&) = delete;
  ~RedisClient() { delete process_.load(); }

  const RedisOptions& options() const { return options_; }

  /// Carries out a command, once more on a fresh connection if the first broke and certainly did not carry it out, or
  /// if that is harmless.
  Result<RedisReply> ask(std::span<const std::string_view> words, Repeat repeat) {
    if (auto problem = redis_problem(options_)) return *std::move(problem);
    auto connection = take();
    for (bool again = false;; again = true) {
      if (!connection) {
        auto opened = RedisConnection::open(options_);
        if (!opened) return std::move(opened).error();
        connection = *std::move(opened);
      }
      auto reply = connection->ask(words);
      if (reply) {
        put_back(std::move(connection));
        return reply;
      }
      if (connection->usable()) {  // Redis refused
        put_back(std::move(connection));
        return reply;
      }
      if (again || connection->late() || (connection->sent() && repeat == Repeat::never)) {
        if (connection->sent() && repeat == Repeat::never) reply.error().detail += "; it may have been carried out";
        return reply;
      }
      connection.reset();
    }
  }

  /// Runs a script whose answer is a word.
  Result<std::string> run(std::string_view script, std::initializer_list<std::string_view> keys,
                          std::initializer_list<std::string_view> arguments, Repeat repeat) {
    const std::string count = std::to_string(keys.size());
    std::vector<std::string_view> words{"EVAL", script, count};
    words.insert(words.end(), keys);
    words.insert(words.end(), arguments);
    const auto reply = ask(words, repeat);
    if (!reply) return reply.error();
    if ((*reply)->type != REDIS_REPLY_STRING) return redis_error(options_, "EVAL: its answer is none of a script");
    return std::string{redis_text(**reply)};
  }

  /// What tells us from others; empty where the system has no random numbers.
  std::string id() { return process().id; }

  /// The owner value of the lock of that record that we hold; empty: none.
  std::string held(const std::string& lock) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    const auto found = mine.held.find(lock);
    return found == mine.held.end() ? std::string{} : found->second;
  }
  void hold(const std::string& lock, const std::string& owner) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    mine.held.insert_or_assign(lock, owner);
  }
  /// No longer held, unless another owner value of ours has taken its place.
  void let_go(const std::string& lock, const std::string& owner) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    const auto found = mine.held.find(lock);
    if (found != mine.held.end() && found->second == owner) mine.held.erase(found);
  }

 private:
  static constexpr std::size_t most_idle = 4;

  struct Process {
    const pid_t pid = ::getpid();
    const std::string id = redis_random();
    std::mutex mutex;  // never held while waiting
    std::vector<std::unique_ptr<RedisConnection>> idle;
    std::map<std::string, std::string> held;
    std::unique_ptr<Process> parent;  // of the process that forked this one
  };

  /// This process' part. What a fork copied is left alone, as another thread may have had its mutex; but its
  /// connections are closed where that can be done.
  Process& process() {
    Process* current = process_.load();
    while (current == nullptr || current->pid != ::getpid()) {
      auto made = std::make_unique<Process>();
      made->parent.reset(current);
      if (process_.compare_exchange_strong(current, made.get())) {
        if (const auto& parent = made->parent; parent && parent->mutex.try_lock()) {
          parent->idle.clear();
          parent->mutex.unlock();
        }
        return *made.release();
      }
      (void)made->parent.release();
    }
    return *current;
  }

  std::unique_ptr<RedisConnection> take() {
    Process& mine = process();
    for (;;) {
      std::unique_ptr<RedisConnection> connection;
      {
        const std::lock_guard guard{mine.mutex};
        if (mine.idle.empty()) return nullptr;
        connection = std::move(mine.idle.back());
        mine.idle.pop_back();
      }
      if (connection->usable()) return connection;
    }
  }

  void put_back(std::unique_ptr<RedisConnection> connection) {
    Process& mine = process();
    const std::lock_guard guard{mine.mutex};
    if (mine.idle.size() < most_idle) mine.idle.push_back(std::move(connection));
  }

  const RedisOptions options_;
  std::atomic<Process*> process_{nullptr};
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
