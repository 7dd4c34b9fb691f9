// The client of the promise tests with an asynchronous transport behind it.
#ifndef KEYTURN_TESTS_PROMISES_ASYNC_CLIENT_HPP
#define KEYTURN_TESTS_PROMISES_ASYNC_CLIENT_HPP

#include "promise.hpp"

#include <deque>
#include <stdexcept>

namespace promise {

/// Where the requests of an asynchronous client are answered: on the test's own thread when it has time for them, or each
/// on a thread of its own.
class Network {
 public:
  Network(Wire wire, bool threads) : wire_{std::move(wire)}, threads_{threads} {}

  void send(Request request, Completion<Response> done) {
    const std::lock_guard lock{mutex_};
    auto work = [this, request = std::move(request), done = std::optional{std::move(done)}]() mutable {
      try {
        auto answer = wire_.send(request);
        std::exchange(done, std::nullopt).value()(std::move(answer));
      } catch (...) {
        done.reset();  // the answer is lost
      }
    };
    if (threads_)
      running_.emplace_back(std::move(work));
    else
      waiting_.emplace_back(std::move(work));
  }

  /// Answers the request that waits longest; false: none waits.
  bool answer_one() {
    std::unique_lock lock{mutex_};
    if (waiting_.empty()) return false;
    const auto work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    return true;
  }

  /// Until no thread is answering any more.
  void join() {
    for (;;) {
      std::unique_lock lock{mutex_};
      if (running_.empty()) return;
      std::thread thread = std::move(running_.front());
      running_.pop_front();
      lock.unlock();
      thread.join();
    }
  }

 private:
  std::mutex mutex_;
  Wire wire_;
  bool threads_;
  std::deque<Callback<void()>> waiting_;
  std::deque<std::thread> running_;
};

/// The transport's end of it.
struct NetworkTransport {
  std::shared_ptr<Network> network;
  void send(Request request, Completion<Response> done) { network->send(std::move(request), std::move(done)); }
};

/// A client as the tests see it: every call blocks until its completion has come. With a manual clock the waiting thread
/// is the event loop: it answers requests, polls, and lets time pass to the next deadline. Else a thread polls.
template <class S = SharedMemory, class E = Manual>
class Client {
  static constexpr bool threads = !std::is_same_v<E, Manual>;

 public:
  static constexpr bool early_refresh_holds_up_its_caller = false;

  Client(Wire wire, S storage, E platform, Options options = {}, Journal journal = {}, Dialect protocol = dialect())
      : network_{std::make_shared<Network>(std::move(wire), threads)},
        platform_{platform},
        journal_{std::move(journal)},
        client_{std::in_place,       NetworkTransport{network_}, std::move(storage),
                std::move(protocol), std::move(options),         std::move(platform)} {
    hear({});
    when_logged_out({});
    if (threads) poller_ = std::thread{[this] { poll_until_stopped(); }};
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    {
      const std::lock_guard lock{mutex_};
      stopped_ = true;
    }
    changed_.notify_all();
    if (poller_.joinable()) poller_.join();
    client_.reset();
    network_->join();
  }

  void hear(Callback<void(const Event&)> listener) {
    client_->on_event([journal = journal_, listener](const Event& event) mutable {
      journal.note(std::string{"event:"} + name(event.kind));
      if (listener) listener(event);
    });
  }
  void when_logged_out(Callback<void(LogoutReason)> callback) {
    client_->on_logout([journal = journal_, callback](LogoutReason reason) mutable {
      journal.note(std::string{"logout:"} + name(reason));
      if (callback) callback(reason);
    });
  }

  Result<void> login(const char* password = "lovelace") { return login_with(Password{"ada", password}); }
  Result<void> login_with(const auto& grant) {
    return wait<void>([&](Completion<void> done) { client_->login(grant, std::move(done)); });
  }
  Result<void> adopt(TokenSet tokens) { return client_->adopt(std::move(tokens)); }
  Result<void> logout() {
    return wait<void>([&](Completion<void> done) { client_->logout(std::move(done)); });
  }
  Result<void> refresh() {
    return wait<void>([&](Completion<void> done) { client_->refresh(std::move(done)); });
  }
  Result<bool> restore() { return client_->restore(); }
  bool logged_in() { return client_->logged_in(); }
  SessionInfo session() { return client_->session(); }
  Result<Response> send(Request request) {
    return wait<Response>([&](Completion<Response> done) { client_->send(std::move(request), std::move(done)); });
  }
  Result<Response> get(std::string_view url) {
    return wait<Response>([&](Completion<Response> done) { client_->get(url, std::move(done)); });
  }
  Result<Response> post(std::string_view url, Body body) {
    return wait<Response>([&](Completion<Response> done) { client_->post(url, std::move(body), std::move(done)); });
  }
  Result<AccessToken> access_token() {
    return wait<AccessToken>([&](Completion<AccessToken> done) { client_->access_token(std::move(done)); });
  }
  void report_unauthorized(const AccessToken& token) { client_->report_unauthorized(token); }

  /// Until nothing goes on behind the calls.
  void settle() {
    while (network_->answer_one()) {
    }
    network_->join();
  }

 private:
  template <class T>
  struct Waiting {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Result<T>> result;
  };

  template <class T, class Start>
  Result<T> wait(Start&& start) {
    const auto waiting = std::make_shared<Waiting<T>>();
    start(Completion<T>{[waiting](Result<T> result) {
      const std::lock_guard lock{waiting->mutex};
      waiting->result.emplace(std::move(result));
      waiting->changed.notify_all();
    }});
    Caller::come_in();
    std::unique_lock lock{waiting->mutex};
    if constexpr (threads) {
      waiting->changed.wait(lock, [&] { return waiting->result.has_value(); });
    } else {
      while (!waiting->result) {
        lock.unlock();
        const auto next = network_->answer_one() ? 0ms : client_->poll();
        const bool answered = network_->answer_one();
        lock.lock();
        if (waiting->result || answered) continue;
        if (!next) throw std::logic_error{"the client waits for nothing"};
        typename E::Condition{platform_}.wait_until(mutex_, platform_.now() + *next);
      }
      lock.unlock();
      settle();
    }
    return *std::move(waiting->result);
  }

  void poll_until_stopped() {
    std::unique_lock lock{mutex_};
    while (!stopped_) {
      lock.unlock();
      (void)client_->poll();
      lock.lock();
      changed_.wait_for(lock, 1ms, [&] { return stopped_; });
    }
  }

  std::shared_ptr<Network> network_;
  E platform_;
  Journal journal_;
  std::optional<AuthClient<NetworkTransport, S, Dialect, E>> client_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::thread poller_;
};

}  // namespace promise

#endif
