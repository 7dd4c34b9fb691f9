// Host programs whose memory runs out: one with a blocking transport and one with an asynchronous one, each with its
// session in a file, and an auth server that has memory of its own.
#ifndef KEYTURN_TESTS_MEMORY_HOSTS_HPP
#define KEYTURN_TESTS_MEMORY_HOSTS_HPP

#include "failing_new.hpp"

#include <keyturn/testing.hpp>

#include <unit/temporary_directory.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <stdexcept>
#include <thread>

namespace memory {

using namespace keyturn;
using namespace std::chrono_literals;
using testing::FakeAuthServer, testing::Manual, testing::ManualClock;

inline const std::string origin = "https://api.example.test";

/// A server, a directory and a clock, which outlive the programs.
struct World {
  ManualClock clock;
  FakeAuthServer server{{.access_ttl = 100s, .wall = [clock = clock] { return clock.wall(); }}};
  TemporaryDirectory directory;

  FileStorage storage() const { return FileStorage{directory.path}; }
  bool lock_is_free() const { return storage().lock("default", 0ms).has_value(); }
  bool has_record() const {
    const auto record = storage().load("default");
    return record && *record;
  }
};

/// What a program counts of what its client tells it.
struct Told {
  unsigned logouts = 0;
};

/// FileStorage on a disk that has room for so many saves.
struct Disk {
  FileStorage files;
  std::shared_ptr<unsigned> room;

  using Lock = FileStorage::Lock;
  Result<std::optional<Secret>> load(std::string_view account) { return files.load(account); }
  Result<void> save(std::string_view account, const Secret& record) {
    if (*room == 0) return Error{.code = Errc::storage_failed, .detail = "disk full"};
    auto saved = files.save(account, record);
    if (saved) --*room;
    return saved;
  }
  Result<void> erase(std::string_view account) { return files.erase(account); }
  Result<Lock> lock(std::string_view account, std::chrono::milliseconds patience) {
    return files.lock(account, patience);
  }
};

/// Hands a request to the server, whose memory is its own; what it answers is copied into the client's.
inline Result<Response> ask(FakeAuthServer& server, const Request& request) {
  std::optional<Result<Response>> answer;
  {
    const Elsewhere elsewhere;
    answer.emplace(server.send(request));
  }
  Result<Response> copy = *answer;
  const Elsewhere elsewhere;
  answer.reset();
  return copy;
}

/// Calls return their results; an exception comes out of them.
class BlockingHost {
 public:
  explicit BlockingHost(World& world)
      : client_{Wire{world.server}, Disk{world.storage(), disk_room}, JsonApi{origin}, {}, Manual{world.clock}} {
    client_.on_logout([this](LogoutReason) { ++told.logouts; });
  }

  Result<void> login() { return client_.login(Password{"ada", "lovelace"}); }
  Result<void> logout() { return client_.logout(); }
  Result<void> refresh() { return client_.refresh(); }
  Result<Response> get() { return client_.get("/me"); }
  bool logged_in() { return client_.logged_in(); }

  std::shared_ptr<unsigned> disk_room = std::make_shared<unsigned>(~0u);
  Told told;

 private:
  struct Wire {
    FakeAuthServer server;
    Result<Response> send(const Request& request) { return ask(server, request); }
  };
  AuthClient<Wire, Disk, JsonApi, Manual> client_;
};

/// A clock that runs and that a test can set on while nobody waits, and a count of the waits of threads for one another.
class Counted : public Hosted {
  struct State {
    std::atomic<unsigned> waits{0};
    std::atomic<std::chrono::seconds> leapt{0s};
  };

 public:
  class Condition {
   public:
    explicit Condition(Counted& platform) : state_{platform.state_} {}
    void wait(Mutex& mutex) { ++state_->waits, condition_.wait(mutex); }
    void wait_until(Mutex& mutex, TimePoint time) {
      ++state_->waits;
      condition_.wait_until(mutex, time - state_->leapt.load());
    }
    void notify_all() noexcept { condition_.notify_all(); }

   private:
    std::shared_ptr<State> state_;
    Hosted::Condition condition_;
  };

  TimePoint now() const { return Hosted::now() + state_->leapt.load(); }
  void leap(std::chrono::seconds span) { state_->leapt = state_->leapt.load() + span; }
  void wait_for_a_wait() const {
    while (state_->waits == 0) std::this_thread::yield();
  }

 private:
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// The same over completions: each call is carried on until its completion has come, which must come once, unless the
/// call threw.
class AsyncHost {
 public:
  explicit AsyncHost(World& world)
      : clock_{world.clock},
        network_{std::make_shared<Network>(Network{world.server, {}})},
        client_{Wire{network_}, Disk{world.storage(), disk_room}, JsonApi{origin}, {}, Manual{world.clock}} {
    client_.on_logout([this](LogoutReason) { ++told.logouts; });
  }

  Result<void> login() {
    return wait<void>([&](Completion<void> done) { client_.login(Password{"ada", "lovelace"}, std::move(done)); });
  }
  Result<void> logout() {
    return wait<void>([&](Completion<void> done) { client_.logout(std::move(done)); });
  }
  Result<void> refresh() {
    return wait<void>([&](Completion<void> done) { client_.refresh(std::move(done)); });
  }
  Result<Response> get() {
    return wait<Response>([&](Completion<Response> done) { client_.get("/me", std::move(done)); });
  }
  bool logged_in() { return client_.logged_in(); }

  /// Two calls at once; what the second one gave.
  Result<Response> get_twice() {
    const auto first = [] {
      const Elsewhere elsewhere;
      return std::make_shared<unsigned>(0);
    }();
    client_.get("/me", [first](Result<Response>) { ++*first; });
    Result<Response> second = get();
    if (*first != 1) throw std::logic_error{"the first call came to no end"};
    return second;
  }

  std::shared_ptr<unsigned> disk_room = std::make_shared<unsigned>(~0u);
  Told told;

 private:
  struct Sent {
    Request request;
    Completion<Response> done;
  };
  struct Network {
    FakeAuthServer server;
    std::deque<Sent> sent;
  };
  // Answers when the host's loop comes by; memory that runs out meanwhile is the client's.
  struct Wire {
    std::shared_ptr<Network> network;
    void send(Request request, Completion<Response> done) {
      const std::unique_ptr<char[]> own{new char[16]};  // may fail, as any transport may
      const Elsewhere elsewhere;
      network->sent.push_back({std::move(request), std::move(done)});
    }
  };

  bool answer_one() {
    if (network_->sent.empty()) return false;
    std::optional<Sent> next;
    {
      const Elsewhere elsewhere;
      next.emplace(std::move(network_->sent.front()));
      network_->sent.pop_front();
    }
    std::optional<Result<Response>> answer;
    try {
      answer.emplace(ask(network_->server, next->request));
    } catch (const std::bad_alloc&) {
      answer.emplace(Error{.code = Errc::no_answer});
    }
    next->done(*std::move(answer));
    return true;
  }

  template <class T>
  struct Waiting {
    std::optional<Result<T>> result;
    unsigned calls = 0;
  };

  template <class T, class Start>
  Result<T> wait(Start&& start) {
    const auto waiting = [] {
      const Elsewhere elsewhere;
      return std::make_shared<Waiting<T>>();
    }();
    try {
      start(Completion<T>{[waiting](Result<T> result) {
        if (++waiting->calls == 1) waiting->result.emplace(std::move(result));
      }});
    } catch (...) {
      settle();
      if (waiting->calls > 1) throw std::logic_error{"a completion came twice"};
      throw;
    }
    for (unsigned turns = 0; !waiting->result; ++turns) {
      if (turns > 10'000) throw std::logic_error{"the client goes round in circles"};
      const auto next = client_.poll();
      if (waiting->result || answer_one()) continue;
      if (!next) throw std::logic_error{"the client waits for nothing"};
      clock_.advance(*next);
    }
    settle();
    if (waiting->calls > 1) throw std::logic_error{"a completion came twice"};
    return *std::move(waiting->result);
  }

  // Until nothing goes on behind the calls.
  void settle() {
    do (void)client_.poll();
    while (answer_one());
  }

  ManualClock clock_;
  std::shared_ptr<Network> network_;
  AuthClient<Wire, Disk, JsonApi, Manual> client_;
};

}  // namespace memory

#endif
