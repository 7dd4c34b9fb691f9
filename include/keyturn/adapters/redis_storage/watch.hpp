// The thread that waits for Redis to say that somebody else has changed a record.
#ifndef KEYTURN_ADAPTERS_REDIS_STORAGE_WATCH_HPP
#define KEYTURN_ADAPTERS_REDIS_STORAGE_WATCH_HPP

#include <keyturn/adapters/redis_storage/client.hpp>
#include <keyturn/base/callback.hpp>
#include <keyturn/drive/host_code.hpp>

#include <memory>
#include <string>
#include <thread>

#include <signal.h>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Calls until it dies, on a thread of its own; its destructor ends that thread within the time of one callback.
class RedisWatch {
 public:
  RedisWatch(std::shared_ptr<RedisClient> client, std::string channel, Callback<void()> changed) {
    if (!client->options().watch || redis_problem(client->options())) return;
    int ends[2];
    if (::pipe(ends) != 0) return;
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    listener_ = std::make_shared<Listener>(
        Listener{std::move(client), std::move(channel), std::move(changed), RedisSocket{ends[0], -1}, ends[0]});
    stop_ = RedisSocket{ends[1], -1};
    start();
  }
  RedisWatch(RedisWatch&&) noexcept = default;
  RedisWatch& operator=(RedisWatch other) noexcept {
    std::swap(listener_, other.listener_);
    std::swap(stop_, other.stop_);
    std::swap(thread_, other.thread_);
    std::swap(pid_, other.pid_);
    return *this;
  }
  ~RedisWatch() {
    if (!thread_) return;
    if (pid_ != ::getpid()) {  // a fork copied the pipe, but not the thread
      (void)thread_.release();
      return;
    }
    (void)!::write(stop_.fd(), "", 1);
    if (thread_->get_id() == std::this_thread::get_id())  // its own callback ends it
      thread_->detach();
    else
      thread_->join();
  }

 private:
  struct Listener {
    std::shared_ptr<RedisClient> client;
    std::string channel;
    Callback<void()> changed;
    RedisSocket stopped;  // can be read when it is time to end
    int interrupt;

    void run() {
      leave_signals_to_others();
      std::chrono::milliseconds nap{50};
      for (bool first = true;; first = false) {
        auto connection = RedisConnection::open(client->options(), interrupt);
        if (connection && listen(**connection, first)) nap = std::chrono::milliseconds{50};
        if (stopped.wait(POLLIN, later(Hosted{}.now(), nap)) != Waited::late) return;
        nap = std::min(nap * 2, std::chrono::milliseconds{5'000});
      }
    }

    /// Until the connection breaks, or the end; whether there was a subscription. One that is quiet is asked for a sign
    /// of life, as nobody says that a cable was pulled.
    bool listen(RedisConnection& connection, bool first) {
      const auto limit = client->options().time_limit;
      if (!connection.ask({{"SUBSCRIBE", channel}})) return false;
      if (!first) tell();
      for (;;) {
        auto message = connection.receive(later(Hosted{}.now(), quiet));
        if (!message && connection.late()) {
          const TimePoint deadline = later(Hosted{}.now(), limit);
          static constexpr std::string_view ping[] = {"PING"};
          if (connection.send(ping, deadline)) message = connection.receive(deadline);
        }
        if (!message) return true;
        if (is_from_another(**message)) tell();
      }
    }

    bool is_from_another(const redisReply& message) const {
      return message.type == REDIS_REPLY_ARRAY && message.elements == 3 &&
             redis_text(*message.element[0]) == "message" && redis_text(*message.element[2]) != client->id();
    }

    void tell() {
      if (stopped.wait(POLLIN, TimePoint::min()) == Waited::late) drive::shielded([this] { changed(); });
    }

    static void leave_signals_to_others() {
      sigset_t signals;
      ::sigfillset(&signals);
      for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) ::sigdelset(&signals, fault);
      ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    }
  };

  static constexpr std::chrono::seconds quiet{10};

  void start() {
    (void)drive::guarded<void>(Errc::unsupported, [this]() -> Result<void> {
      thread_ = std::make_unique<std::thread>([listener = listener_] { listener->run(); });
      return {};
    });
  }

  std::shared_ptr<Listener> listener_;
  RedisSocket stop_;
  std::unique_ptr<std::thread> thread_;
  pid_t pid_ = ::getpid();
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
