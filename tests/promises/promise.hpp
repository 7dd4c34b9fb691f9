// What the promise tests share: the one client that they all drive, and the scene around it.
//
// Tests name no driver and no protocol. They speak to `Client`, and are built with the blocking client and the asynchronous
// one behind it, and with each in both dialects.
#ifndef KEYTURN_TESTS_PROMISES_PROMISE_HPP
#define KEYTURN_TESTS_PROMISES_PROMISE_HPP

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif

#include <boost/test/unit_test.hpp>

#include "storages.hpp"

#include <atomic>
#include <barrier>
#include <latch>
#include <thread>
#include <tuple>

namespace promise {

using namespace std::chrono_literals;
using testing::FakeAuthServer;
using testing::Manual;
using testing::ManualClock;
using testing::Rotation;
using testing::ScriptedTransport;

inline const std::string origin = "https://api.example.test";

#ifdef KEYTURN_PROMISES_OAUTH2
/// OAuth 2.0 at the places where the JSON dialect has its three conversations, so that tests can tell them apart.
struct Dialect : OAuth2 {
  using OAuth2::OAuth2;
  Result<Request> refresh_request(const TokenSet& tokens) const {
    auto request = OAuth2::refresh_request(tokens);
    const bool refreshes = request && request->body.view()->starts_with("grant_type=refresh_token");
    if (refreshes) request->url = std::string{api_base()} + "/refresh";
    return request;
  }
};
inline Dialect dialect(std::string base = origin) {
  return Dialect{OAuth2Config{.token_endpoint = base + "/login",
                              .revocation_endpoint = base + "/logout",
                              .api_base = base,
                              .client_id = "app",
                              .definitive_errors = default_definitive_errors(),
                              .token_type_aliases = {""},
                              .sends_idempotency_key = true,
                              .unknown_outcome = {}}};
}
constexpr bool has_own_words = false;
constexpr unsigned revocations = 2;  // each token has its own
const std::string ended_by_refusal = "session_ended 400", refused_login = "login_refused 400";
#else
using Dialect = JsonApi;
inline Dialect dialect(std::string base = origin) { return JsonApi{std::move(base)}; }
constexpr bool has_own_words = true;  // that a rotation was superseded, a token expired, and 401 alone
constexpr unsigned revocations = 1;   // requests of a logout with both tokens
const std::string ended_by_refusal = "session_ended 401", refused_login = "login_refused 401";
#endif

/// A result in a few words: "200", "ok", "true", or the error's name with the status behind it, if there is one.
template <class T>
std::string outcome(const Result<T>& result) {
  if (!result) {
    std::string text{to_string(result.error().code)};
    if (result.error().status != 0) text += " " + std::to_string(result.error().status);
    return text;
  }
  if constexpr (std::is_same_v<T, Response>)
    return std::to_string(result->status);
  else if constexpr (std::is_same_v<T, bool>)
    return *result ? "true" : "false";
  else if constexpr (std::is_same_v<T, AccessToken>)
    return std::string{result->value()};
  else
    return "ok";
}

inline const char* name(Event::Kind kind) {
  constexpr const char* names[] = {
      "logged_in", "refreshed",      "found_newer",       "refresh_failed",       "replayed",
      "late_401",  "storage_failed", "storage_recovered", "stale_result_dropped", "logged_out"};
  return names[static_cast<int>(kind)];
}

inline const char* name(LogoutReason reason) {
  constexpr const char* names[] = {"requested", "refresh_token_expired", "refresh_token_refused", "no_refresh_token",
                                   "logged_out_elsewhere"};
  return names[static_cast<int>(reason)];
}

/// Any transport, with each request noted as "POST:/refresh".
class Wire {
 public:
  template <class T>
  requires(BlockingTransport<T> && !std::same_as<T, Wire>) Wire(T transport, Journal journal = {})
      : send_{[transport](const Request& r) mutable { return transport.send(r); }}, journal_{std::move(journal)} {}

  Result<Response> send(const Request& request) {
    const bool here = request.url.starts_with(origin);
    journal_.note(request.method + ":" + (here ? request.url.substr(origin.size()) : request.url));
    return send_(request);
  }

 private:
  Callback<Result<Response>(const Request&)> send_;
  Journal journal_;
};

/// A thread of its own that makes a call of a `ThreadScene`'s client.
class Caller {
 public:
  template <class Call>
  explicit Caller(Call call) {
    thread_ = std::thread{[state = state_, call = std::move(call)]() mutable {
      own_ = state.get();
      call();
      come_in();
    }};
  }
  Caller(Caller&&) = default;
  ~Caller() {
    if (thread_.joinable()) join();
  }

  /// Until the call has come in and waits for others, or is over. With an asynchronous client: until it has been made.
  void wait_until_in() { state_->wait(false); }
  void join() { thread_.join(); }

  /// The call of this thread has come in.
  static void come_in() {
    if (own_ == nullptr) return;
    own_->store(true);
    own_->notify_all();
  }

 private:
  inline static thread_local std::atomic<bool>* own_ = nullptr;
  std::shared_ptr<std::atomic<bool>> state_ = std::make_shared<std::atomic<bool>>(false);
  std::thread thread_;
};

/// Real threads on the real clock, which the test can make leap.
class Leaping : public Hosted {
 public:
  class Condition {
   public:
    explicit Condition(Leaping& platform) : platform_{&platform} {}
    void wait(Mutex& mutex) { Caller::come_in(), condition_.wait(mutex); }
    void wait_until(Mutex& mutex, TimePoint time) {
      Caller::come_in();
      if (time == TimePoint::max()) return condition_.wait(mutex);
      condition_.wait_until(mutex, Hosted{}.now() + left(time, platform_->now()));
    }
    void notify_all() noexcept { condition_.notify_all(); }

   private:
    Leaping* platform_;
    Hosted::Condition condition_;
  };

  TimePoint now() const { return Hosted::now() + leapt_->load(); }
  WallTime wall() const { return Hosted::wall() + std::chrono::floor<std::chrono::milliseconds>(leapt_->load()); }
  void leap(std::chrono::nanoseconds span) { leapt_->store(leapt_->load() + span); }

 private:
  std::shared_ptr<std::atomic<std::chrono::nanoseconds>> leapt_ =
      std::make_shared<std::atomic<std::chrono::nanoseconds>>();
};

}  // namespace promise

#ifdef KEYTURN_PROMISES_ASYNC
#include "async_client.hpp"
#else
#include "blocking_client.hpp"
#endif

namespace promise {

/// A server whose access tokens live 100 s (stale after some 90), a storage, a clock that stands still. For one thread.
template <class S = SharedMemory>
struct Scene {
  ManualClock clock;
  Journal journal;
  FakeAuthServer server{{.access_ttl = 100s, .wall = [clock = clock] { return clock.wall(); }}};
  S storage{clock, journal};

  Client<S> client(Options options = {}) {
    return {Wire{server, journal}, storage, Manual{clock}, std::move(options), journal};
  }
  /// As after a restart, or in another process, with a journal of its own.
  Client<S> other(S on) { return {server, std::move(on), Manual{clock}}; }
  Client<S> other() { return other(storage); }

  void grow_stale() { clock.advance(95s); }
  void expire() { clock.advance(101s); }
};

/// The same for threads: time runs, and leaps when the test says so.
template <class S = SharedMemory>
struct ThreadScene {
  Leaping clock;
  Journal journal;
  FakeAuthServer server{{.access_ttl = 1000s, .wall = [clock = clock] { return clock.wall(); }}};
  S storage = make();

  Client<S, Leaping> client(Options options = {}) {
    return {Wire{server, journal}, storage, clock, std::move(options), journal};
  }

  void grow_stale() { clock.leap(970s); }
  void expire() { clock.leap(1001s); }

 private:
  static S make() {
    if constexpr (SharedStorage<S>)
      return S::with_threads();
    else
      return S{};
  }
};

/// Both kinds of storage, for promises that hold with each.
using Storages = std::tuple<OwnMemory, SharedMemory>;

/// Runs `work(i)` on `count` threads that begin together; what each gave, in order.
template <class Work>
std::vector<std::string> together(unsigned count, Work&& work) {
  std::vector<std::string> results(count);
  std::barrier start{static_cast<std::ptrdiff_t>(count)};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      results[i] = work(i);
    });
  for (std::thread& thread : threads) thread.join();
  return results;
}

/// How many of them are that.
inline std::size_t how_many(const std::vector<std::string>& results, std::string_view value) {
  return static_cast<std::size_t>(std::count(results.begin(), results.end(), value));
}

/// Whether the request goes to that path of the server.
inline bool is_for(const Request& request, std::string_view path) { return request.url == origin + std::string{path}; }

/// A gate that a thread waits at until the test opens it; the test can wait until somebody is there. Whoever waits may
/// still be there when the gate is gone.
class Gate {
 public:
  void arrive() {
    state_->arrived.store(true);
    state_->arrived.notify_all();
  }
  void pass() {
    const auto state = state_;
    arrive();
    state->open.wait(false);
  }
  void wait_for_arrival() { state_->arrived.wait(false); }
  void open() {
    state_->open.store(true);
    state_->open.notify_all();
  }

 private:
  struct State {
    std::atomic<bool> arrived{false}, open{false};
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace promise

#endif
