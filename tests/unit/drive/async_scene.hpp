// What the tests of the asynchronous client share: transports whose answers the test gives, and a client on them.
#ifndef KEYTURN_TESTS_DRIVE_ASYNC_SCENE_HPP
#define KEYTURN_TESTS_DRIVE_ASYNC_SCENE_HPP

#include <keyturn/async_auth_client.hpp>

#include <keyturn/builtin/hosted.hpp>
#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/testing/manual.hpp>

#include "plain_protocol.hpp"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace keyturn_tests {

/// The test's end of a transport: requests wait here until the test answers them. Safe for many threads.
class Wire {
 public:
  struct Call {
    Request request;
    Completion<Response> done;
  };
  struct Timer {
    std::chrono::milliseconds delay;
    Callback<void()> work;
  };
  using AtOnce = Callback<std::optional<Result<Response>>(const Request&)>;

  /// Asked for each request inside `send`: what it gives is the answer, before `send` returns; nothing: it waits.
  void at_once(AtOnce make) {
    const std::lock_guard lock{shared_->mutex};
    shared_->at_once = std::move(make);
  }

  /// How many requests wait, and how many came at all.
  std::size_t waiting() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->calls.size();
  }
  std::size_t sent() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->sent.size();
  }
  /// "POST /refresh", in the order in which they came.
  std::vector<std::string> requests() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->sent;
  }
  /// Of the request that came last: its token, or "none".
  std::string last_token() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->last_token;
  }
  std::chrono::milliseconds last_timeout() const {
    const std::lock_guard lock{shared_->mutex};
    return shared_->last_timeout;
  }

  /// Takes out the request that waits longest.
  Call take() {
    const std::lock_guard lock{shared_->mutex};
    Call call = std::move(shared_->calls.at(0));
    shared_->calls.pop_front();
    return call;
  }
  void answer(Result<Response> result) { take().done(std::move(result)); }
  void answer(int status) { answer(Response{.status = status}); }

  std::vector<Timer> take_timers() {
    const std::lock_guard lock{shared_->mutex};
    return std::exchange(shared_->timers, {});
  }

  void send(Request request, Completion<Response> done) {
    AtOnce make;
    {
      const std::lock_guard lock{shared_->mutex};
      shared_->sent.push_back(request.method + " " + request.url.substr(request.url.rfind('/')));
      shared_->last_token = std::string{request.headers.get("Authorization").value_or("none")};
      shared_->last_timeout = request.timeout;
      make = shared_->at_once;
    }
    if (make)
      if (auto answer = make(request)) return done(*std::move(answer));
    const std::lock_guard lock{shared_->mutex};
    shared_->calls.push_back({std::move(request), std::move(done)});
  }
  void add_timer(Timer timer) {
    const std::lock_guard lock{shared_->mutex};
    shared_->timers.push_back(std::move(timer));
  }

 private:
  struct Shared {
    mutable std::mutex mutex;
    AtOnce at_once;
    std::deque<Call> calls;
    std::vector<std::string> sent;
    std::string last_token;
    std::chrono::milliseconds last_timeout{};
    std::vector<Timer> timers;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

/// Answers come on the thread on which the test gives them.
struct FreeTransport {
  Wire wire;
  void send(Request request, Completion<Response> done) { wire.send(std::move(request), std::move(done)); }
};

/// The same, and the test fires its timers.
struct WakingTransport : FreeTransport {
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) { wire.add_timer({delay, std::move(work)}); }
};

/// Answers come inside `poll()`: those that the test has given to `ready`.
struct FramedTransport {
  Wire wire;
  std::shared_ptr<std::deque<Callback<void()>>> ready = std::make_shared<std::deque<Callback<void()>>>();
  void send(Request request, Completion<Response> done) { wire.send(std::move(request), std::move(done)); }
  std::optional<std::chrono::milliseconds> poll() {
    while (!ready->empty()) {
      const auto work = std::move(ready->front());
      ready->pop_front();
      work();
    }
    if (wire.waiting() == 0) return std::nullopt;
    return std::chrono::milliseconds{1000};
  }
  /// The request that waits longest is answered at the next `poll()`.
  void answer(Result<Response> result) {
    ready->push_back([call = wire.take(), result = std::move(result)] { call.done(result); });
  }
  void answer(int status) { answer(Response{.status = status}); }
};

static_assert(AsyncTransport<FreeTransport> && !PolledTransport<FreeTransport>);
static_assert(keyturn::WakingTransport<WakingTransport> && PolledTransport<FramedTransport>);

/// Everything is answered inside `send`; each new pair lives 100 s.
inline Wire::AtOnce answering_all() {
  return [next = std::make_shared<std::atomic<int>>(2)](const Request& request) -> Result<Response> {
    if (request.url.ends_with("/refresh") || request.url.ends_with("/login")) return granted((*next)++);
    return Response{.status = 200};
  };
}

inline std::string text(const Error& error) {
  return std::string{to_string(error.code)} + (error.status != 0 ? " " + std::to_string(error.status) : "");
}
inline std::string text(const Result<Response>& result) {
  return result ? std::to_string(result->status) : text(result.error());
}
inline std::string text(const Result<void>& result) { return result ? "ok" : text(result.error()); }
inline std::string text(const Result<AccessToken>& result) {
  return result ? std::string{result->value()} : text(result.error());
}

/// A completion that writes down what it gets: nothing before, then the result, then "result again" if it comes twice.
struct Note {
  std::shared_ptr<std::string> there = std::make_shared<std::string>();
  template <class T>
  void operator()(Result<T> result) const {
    *there += (there->empty() ? "" : " again ") + text(result);
  }
  const std::string& operator*() const { return *there; }
  friend bool operator==(const Note& note, std::string_view text) { return *note.there == text; }
};
inline std::ostream& operator<<(std::ostream& out, const Note& note) { return out << *note; }

/// A client on a manual clock, logged in with `granted(1)` if wanted; its logouts and events are written down.
template <class T = FreeTransport, class S = MemoryStorage>
struct AsyncScene {
  explicit AsyncScene(Options options = {}, bool logged_in = true) {
    client.emplace(transport, storage, PlainProtocol{}, std::move(options), testing::Manual{clock});
    client->on_logout([this](LogoutReason reason) { reasons.push_back(reason); });
    client->on_event([this](const Event& event) { events.push_back(event.kind); });
    if (!logged_in) return;
    TokenSet tokens = *PlainProtocol{}.read_tokens(granted(1));
    if (!client->adopt(tokens)) throw std::logic_error{"adopt"};
    (void)client->poll();
    events.clear();
  }

  testing::ManualClock clock{};
  T transport{};
  S storage{};
  std::vector<LogoutReason> reasons{};
  std::vector<Event::Kind> events{};
  std::optional<AuthClient<T, S, PlainProtocol, testing::Manual>> client{};

  Wire& wire() { return transport.wire; }
  void expire() { clock.advance(std::chrono::seconds{100}); }
  Note get(Request request = {.url = "/notes"}) {
    Note note;
    client->send(std::move(request), note);
    return note;
  }
  Note token() {
    Note note;
    client->access_token(note);
    return note;
  }
  Note refresh() {
    Note note;
    client->refresh(note);
    return note;
  }
  Note logout() {
    Note note;
    client->logout(note);
    return note;
  }
  Note login() {
    Note note;
    client->login(Password{"ada", "lovelace"}, note);
    return note;
  }
};

}  // namespace keyturn_tests

#endif
