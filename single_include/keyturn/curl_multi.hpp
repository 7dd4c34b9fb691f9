// Generated from include/keyturn/curl_multi.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "keyturn.hpp"

// <keyturn/adapters/curl_multi_call.hpp>
// One request of an asynchronous libcurl transport, from `send` to its completion.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_CALL_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_CALL_HPP

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

struct CurlMultiLane;

/// A call that waits has no libcurl handle: thousands may wait. What it carried is wiped when it dies.
struct CurlMultiCall {
  CurlMultiCall(Request sent, Completion<Response> completion, TimePoint end)
      : request{std::move(sent)}, done{std::move(completion)}, deadline{end} {
    request.headers.keep_secret();
    if (request.at_most_once) request.body.keep_secret();
  }
  CurlMultiCall(const CurlMultiCall&) = delete;
  CurlMultiCall& operator=(const CurlMultiCall&) = delete;

  Request request;
  std::optional<Completion<Response>> done;  ///< Empty once the call is completed.
  const TimePoint deadline;
  std::unique_ptr<CurlHandle> handle{};  ///< While libcurl has it.

  // Where it stands, kept by those who hold it.
  bool running = false;
  CurlMultiLane* lane = nullptr;
  std::list<CurlMultiCall*>::iterator place{};                                       // in the lane, while it waits
  std::multimap<TimePoint, std::unique_ptr<CurlMultiCall>>::iterator by_deadline{};  // among all calls
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_options.hpp>
// What a host may choose for the asynchronous libcurl transports.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_OPTIONS_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_OPTIONS_HPP

KEYTURN_NAMESPACE_BEGIN

/// How `CurlMultiTransport` and `PolledCurlMultiTransport` connect, and how much they do at once. Requests beyond the
/// limits wait their turn, without a connection and without a libcurl handle; their timeout runs meanwhile. A limit of
/// 0 counts as 1.
///
/// Requests with `at_most_once`, those to the auth server, stand in a line of their own, with up to four connections
/// beside these limits: a refresh never waits for the calls that wait for it.
struct CurlMultiOptions {
  CurlOptions curl{};                ///< How each connection is made. Its `max_idle_connections` does not count here.
  std::size_t max_connections = 64;  ///< To all servers together; so many stay open between requests, too.
  std::size_t max_connections_per_host = 8;  ///< To one scheme, host and port.
  /// Requests that are under way at once to a server that speaks HTTP/2, where they share a connection. It is known
  /// after the first answer.
  std::size_t max_streams_per_host = 100;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_lanes.hpp>
// Which of the waiting requests may go next, so that the limits on connections hold.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_LANES_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_LANES_HPP

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// The requests to one origin, in their order.
struct CurlMultiLane {
  std::list<CurlMultiCall*> waiting{};
  std::size_t running = 0;
  bool multiplexes = false;  ///< The server speaks HTTP/2: what runs shares a connection.

  std::size_t connections() const { return multiplexes ? std::min<std::size_t>(running, 1) : running; }
};

/// A lane for each origin, and one for auth requests. Lanes take turns. For one thread at a time.
class CurlMultiLanes {
 public:
  static constexpr std::size_t auth_connections = 4;  ///< Beside the limits.

  explicit CurlMultiLanes(const CurlMultiOptions& options)
      : max_connections_{std::max<std::size_t>(options.max_connections, 1)},
        per_host_{std::max<std::size_t>(options.max_connections_per_host, 1)},
        streams_{std::max<std::size_t>(options.max_streams_per_host, 1)} {}

  /// A call that waits from now on.
  void add(CurlMultiCall& call) {
    const std::string_view url = call.request.url;
    call.lane = call.request.at_most_once
                    ? &auth_
                    : &lanes_.try_emplace(std::string{url.substr(0, origin_length(url))}).first->second;
    call.place = call.lane->waiting.insert(call.lane->waiting.end(), &call);
  }

  /// The call that runs from now on; null if none waits that may.
  CurlMultiCall* next() {
    if (!auth_.waiting.empty() && auth_.running < auth_connections) return run(auth_);
    auto lane = lanes_.upper_bound(last_);
    for (std::size_t seen = 0; seen < lanes_.size(); ++seen, ++lane) {
      if (lane == lanes_.end()) lane = lanes_.begin();
      if (!may_run(lane->second)) continue;
      last_ = lane->first;
      return run(lane->second);
    }
    return nullptr;
  }

  /// Takes out a call that waits or runs. `multiplexed`: whether it ran over HTTP/2; nothing if that is not known.
  void remove(CurlMultiCall& call, std::optional<bool> multiplexed = {}) {
    CurlMultiLane& lane = *call.lane;
    if (call.running) {
      connections_ -= counted(lane);
      --lane.running;
      lane.multiplexes = multiplexed.value_or(lane.multiplexes);
      connections_ += counted(lane);
    } else {
      lane.waiting.erase(call.place);
    }
    forget_if_idle(lane, call.request.url);
  }

  /// How many origins are remembered.
  std::size_t origins() const { return lanes_.size(); }

 private:
  std::size_t counted(const CurlMultiLane& lane) const { return &lane == &auth_ ? 0 : lane.connections(); }

  bool may_run(const CurlMultiLane& lane) const {
    if (lane.waiting.empty() || lane.running >= (lane.multiplexes ? streams_ : per_host_)) return false;
    return connections_ < max_connections_ || (lane.multiplexes && lane.running > 0);
  }

  CurlMultiCall* run(CurlMultiLane& lane) {
    CurlMultiCall* const call = lane.waiting.front();
    lane.waiting.pop_front();
    call->running = true;
    connections_ -= counted(lane);
    ++lane.running;
    connections_ += counted(lane);
    return call;
  }

  /// What an origin speaks is worth knowing; that it was there is not.
  void forget_if_idle(const CurlMultiLane& lane, std::string_view url) {
    if (&lane == &auth_ || lane.running > 0 || !lane.waiting.empty() || lane.multiplexes) return;
    lanes_.erase(std::string{url.substr(0, origin_length(url))});
  }

  const std::size_t max_connections_, per_host_, streams_;
  CurlMultiLane auth_;
  std::map<std::string, CurlMultiLane, std::less<>> lanes_;
  std::string last_;             // the origin that had its turn last
  std::size_t connections_ = 0;  // in use, without those of auth_
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_engine.hpp>
// Runs many requests at once with libcurl's multi interface: the part that both asynchronous transports share.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_ENGINE_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_ENGINE_HPP

#include <atomic>
#include <mutex>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// `send`, `after` and `wake` are for any thread; they leave things in an inbox. All else is for one thread at a time,
/// the driver's, on which all of the host's functions run, with no lock held. A host's function may destroy the
/// transport: so the driver holds the engine while it is in `step`, and after `close` nothing of the host's is called.
class CurlMultiEngine {
 public:
  explicit CurlMultiEngine(const CurlMultiOptions& options)
      : lanes_{options}, pool_{for_handles(options)}, multi_{start_curl() ? curl_multi_init() : nullptr} {
    if (!works()) return;
    const auto at_most = [](std::size_t number) {
      return static_cast<long>(std::clamp<std::size_t>(number, 1, 1u << 20));
    };
    const std::size_t beside = CurlMultiLanes::auth_connections;
    // The lanes keep the limits. These say the same for what they cannot know: an HTTP/2 server that takes few requests
    // on one connection.
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, at_most(options.max_connections) + at_most(beside));
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS,
                      at_most(options.max_connections_per_host) + at_most(beside));
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, at_most(options.max_connections));
    curl_multi_setopt(multi_, CURLMOPT_MAX_CONCURRENT_STREAMS, at_most(options.max_streams_per_host));
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  }
  CurlMultiEngine(const CurlMultiEngine&) = delete;
  CurlMultiEngine& operator=(const CurlMultiEngine&) = delete;
  ~CurlMultiEngine() {
    for (auto& [deadline, call] : calls_)
      if (call->handle) curl_multi_remove_handle(multi_, call->handle->easy());
    calls_.clear();
    curl_multi_cleanup(multi_);
  }

  /// Takes a call in; the next `step` looks at it. After `close` it completes it with `cancelled` at once.
  void send(Request request, Completion<Response> done) {
    const TimePoint deadline = later(Hosted{}.now(), timeout_of(request));
    auto call = std::make_unique<CurlMultiCall>(std::move(request), std::move(done), deadline);
    {
      const std::lock_guard lock{mutex_};
      if (!closed_ && works()) {
        inbox_.push_back(std::move(call));
        return;
      }
    }
    (*call->done)(closed_ ? is_closed() : Error{.code = Errc::not_sent, .detail = "libcurl could not be started"});
  }

  /// Lets a `step` that begins after `delay` run `work`, once. Dropped by `close`.
  void after(std::chrono::milliseconds delay, Callback<void()> work) {
    const TimePoint due = later(Hosted{}.now(), delay);
    const std::lock_guard lock{mutex_};
    if (!closed_) new_work_.emplace_back(due, std::move(work));
  }

  /// Ends the `wait` of this moment, or else the next.
  void wake() noexcept { curl_multi_wakeup(multi_); }

  /// Does what can be done now, and completes what has come to its end. Never blocks. Gives the time until the next step
  /// is due, unless a socket has something earlier; nothing if there is nothing to wait for. From inside itself it does
  /// nothing.
  std::optional<std::chrono::milliseconds> step() {
    if (closed_) return std::nullopt;
    if (driving_) return std::chrono::milliseconds{0};
    struct Driving {
      bool& flag;
      ~Driving() { flag = false; }
    } const driving{driving_ = true};
    completed_ = false;
    take_inbox();
    const TimePoint now = Hosted{}.now();
    if (!run_work(now) || !expire(now) || !start(now)) return std::nullopt;
    int running = 0;
    curl_multi_perform(multi_, &running);
    running_ = running > 0;
    if (!harvest()) return std::nullopt;
    return due();
  }

  /// Blocks until that time is over, a socket has something or `wake` was called.
  void wait(std::optional<std::chrono::milliseconds> at_most) {
    constexpr std::chrono::milliseconds longest{
        30'000};  // deadlines run on while the machine sleeps, and this does not
    curl_multi_poll(multi_, nullptr, 0, static_cast<int>(std::min(at_most.value_or(longest), longest).count()),
                    nullptr);
  }

  /// Whether libcurl could be started; if not, every call ends with `not_sent` at once, and nothing else does anything.
  bool works() const noexcept { return multi_ != nullptr; }
  /// Whether libcurl has something under way.
  bool running() const noexcept { return running_; }
  bool closed() const noexcept { return closed_; }

  /// Completes every call with `cancelled`, and drops work that waits. What is sent from inside those completions ends
  /// the same way.
  void close() {
    std::vector<std::unique_ptr<CurlMultiCall>> inbox;
    {
      const std::lock_guard lock{mutex_};
      if (closed_) return;
      closed_ = true;
      inbox.swap(inbox_);
    }
    // libcurl may be at work further up the stack: what it has stays where it is
    std::vector<Completion<Response>> open;
    for (const auto& call : inbox) open.push_back(*std::move(call->done));
    for (const auto& [deadline, call] : calls_) {
      if (!call->done) continue;
      open.push_back(*std::exchange(call->done, std::nullopt));
      if (call->handle) call->handle->cancel();
    }
    for (const auto& done : open) done(is_closed());
  }

 private:
  static Error is_closed() { return {.code = Errc::cancelled, .detail = "the transport was destroyed"}; }

  static CurlOptions for_handles(const CurlMultiOptions& options) {
    CurlOptions each = options.curl;
    each.max_idle_connections = options.max_connections;  // here handles have no connections of their own
    return each;
  }

  void take_inbox() {
    std::vector<std::unique_ptr<CurlMultiCall>> calls;
    std::vector<std::pair<TimePoint, Callback<void()>>> work;
    {
      const std::lock_guard lock{mutex_};
      calls.swap(inbox_);
      work.swap(new_work_);
    }
    for (auto& call : calls) {
      CurlMultiCall& taken = *call;
      taken.by_deadline = calls_.emplace(taken.deadline, std::move(call));
      lanes_.add(taken);
    }
    for (auto& each : work) work_.insert(std::move(each));
  }

  // Each of these gives false if the host's functions closed the engine.

  bool run_work(TimePoint now) {
    while (!work_.empty() && work_.begin()->first <= now) {
      const auto work = work_.extract(work_.begin());
      work.mapped()();
      if (closed_) return false;
    }
    return true;
  }

  bool expire(TimePoint now) {
    while (!calls_.empty() && calls_.begin()->first <= now)
      if (!complete(*calls_.begin()->second, Error{.code = Errc::timed_out, .detail = "the timeout is over"}))
        return false;
    return true;
  }

  bool start(TimePoint now) {
    while (CurlMultiCall* const call = lanes_.next()) {
      auto begun = begin(*call, milliseconds_left(call->deadline, now));
      if (!begun && !complete(*call, std::move(begun.error()))) return false;
    }
    return true;
  }

  Result<void> begin(CurlMultiCall& call, std::chrono::milliseconds timeout) {
    auto taken = pool_.take(call.request.url);
    if (!taken) return std::move(taken.error());
    auto handle = *std::move(taken);
    auto begun = handle->begin(call.request, CurlLimits::of(call.request, pool_.options().max_header_bytes), timeout);
    if (!begun) {
      pool_.give_back(std::move(handle));
      return begun;
    }
    CURL* const easy = handle->easy();
    // Over TLS it is soon known whether a new connection takes more than one request; without, only after an answer.
    const bool secure =
        origin_length(call.request.url) > 5 && (call.request.url[4] == 's' || call.request.url[4] == 'S');
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT, secure ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &call);
    if (const CURLMcode code = curl_multi_add_handle(multi_, easy); code != CURLM_OK)
      return Error{.code = Errc::not_sent, .detail = curl_multi_strerror(code)};
    call.handle = std::move(handle);
    return {};
  }

  bool harvest() {
    if (closed_) return false;
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      CurlMultiCall* call = nullptr;
      long version = CURL_HTTP_VERSION_NONE;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &call);
      curl_easy_getinfo(message->easy_handle, CURLINFO_HTTP_VERSION, &version);
      curl_multi_remove_handle(multi_, message->easy_handle);
      auto handle = std::move(call->handle);
      auto answer = finish(*handle, code);
      pool_.give_back(std::move(handle));
      std::optional<bool> multiplexed;
      if (version != CURL_HTTP_VERSION_NONE) multiplexed = version == CURL_HTTP_VERSION_2_0;
      if (!complete(*call, std::move(answer), multiplexed)) return false;
    }
    return true;
  }

  static Result<Response> finish(CurlHandle& handle, CURLcode code) {
#if KEYTURN_HAS_EXCEPTIONS
    try {
      return handle.finish(code);
    } catch (...) {  // there is nobody on this thread whom it could reach
      return Error{.code = Errc::cancelled, .detail = "on_data or the body's reader threw an exception"};
    }
#else
    return handle.finish(code);
#endif
  }

  /// The end of a call; what it carried is gone before the host hears of it.
  bool complete(CurlMultiCall& call, Result<Response> result, std::optional<bool> multiplexed = {}) {
    completed_ = true;
    const Completion<Response> done = *std::move(call.done);
    if (call.handle) curl_multi_remove_handle(multi_, call.handle->easy());
    lanes_.remove(call, multiplexed);
    calls_.erase(call.by_deadline);
    done(std::move(result));
    return !closed_;
  }

  std::optional<std::chrono::milliseconds> due() {
    std::chrono::milliseconds next = std::chrono::milliseconds::max();
    {
      const std::lock_guard lock{mutex_};
      // a completed call leaves its place to one that waits
      if (!inbox_.empty() || !new_work_.empty() || (completed_ && !calls_.empty())) return std::chrono::milliseconds{0};
    }
    if (calls_.empty() && work_.empty()) return std::nullopt;
    const TimePoint now = Hosted{}.now();
    if (!calls_.empty()) next = milliseconds_left(calls_.begin()->first, now);
    if (!work_.empty()) next = std::min(next, milliseconds_left(work_.begin()->first, now));
    long timer = -1;
    curl_multi_timeout(multi_, &timer);
    if (timer >= 0) next = std::min(next, std::chrono::milliseconds{timer});
    return next;
  }

  std::mutex mutex_;  // of the inbox
  std::vector<std::unique_ptr<CurlMultiCall>> inbox_;
  std::vector<std::pair<TimePoint, Callback<void()>>> new_work_;
  std::atomic<bool> closed_{false};

  std::multimap<TimePoint, std::unique_ptr<CurlMultiCall>> calls_;  // by deadline
  std::multimap<TimePoint, Callback<void()>> work_;
  CurlMultiLanes lanes_;
  CurlHandlePool pool_;
  CURLM* const multi_;
  bool driving_ = false, completed_ = false, running_ = false;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi_thread.hpp>
// The thread that drives libcurl for `CurlMultiTransport`.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_THREAD_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_THREAD_HPP

#include <system_error>
#include <thread>

#if !defined(_WIN32)
#include <signal.h>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Starts with the first thing to do, and ends with this object.
class CurlMultiThread {
 public:
  explicit CurlMultiThread(const CurlMultiOptions& options) : engine_{std::make_shared<Engine>(options)} {}
  CurlMultiThread(const CurlMultiThread&) = delete;
  CurlMultiThread& operator=(const CurlMultiThread&) = delete;
  ~CurlMultiThread() {
    if (!thread_.joinable()) return;
    if (thread_.get_id() == std::this_thread::get_id()) {  // one of its completions destroys it
      engine_->close();
      thread_.detach();
      return;
    }
    engine_->stopping = true;
    engine_->wake();
    thread_.join();
  }

  void send(Request request, Completion<Response> done) {
    if (engine_->works() && !start())
      return done(Error{.code = Errc::not_sent, .detail = "the transport's thread could not be started"});
    const auto engine = engine_;  // the completion may destroy all else before this returns
    engine->send(std::move(request), std::move(done));
    engine->wake();
  }

  void after(std::chrono::milliseconds delay, Callback<void()> work) {
    if (!engine_->works() || !start()) return;
    const auto engine = engine_;  // as above
    engine->after(delay, std::move(work));
    engine->wake();
  }

 private:
  struct Engine : CurlMultiEngine {
    using CurlMultiEngine::CurlMultiEngine;
    std::atomic<bool> stopping{false};
  };

  bool start() {
    const std::lock_guard lock{mutex_};
    if (thread_.joinable()) return true;
#if KEYTURN_HAS_EXCEPTIONS
    try {
      thread_ = std::thread{run, engine_};
    } catch (const std::system_error&) {
      return false;
    }
#else
    thread_ = std::thread{run, engine_};
#endif
    return true;
  }

  static void run(const std::shared_ptr<Engine>& engine) {
    leave_signals_to_others();
    while (!engine->stopping) {
      const auto due = engine->step();
      if (engine->closed()) return;
      engine->wait(due);
    }
    engine->close();
  }

  /// The host's handlers run on the host's threads; and a TLS library that writes to a closed socket disturbs nobody.
  static void leave_signals_to_others() {
#if !defined(_WIN32)
    sigset_t signals;
    ::sigfillset(&signals);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT}) ::sigdelset(&signals, fault);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
#endif
  }

  const std::shared_ptr<Engine> engine_;
  std::mutex mutex_;  // of the start
  std::thread thread_;
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/adapters/curl_multi.hpp>
// Sends many HTTP requests at once with libcurl, without blocking: the transports of servers, user interfaces and games.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_HPP

#include <memory>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// An asynchronous transport with a thread of its own, which starts with the first request. What `CurlTransport` says
/// of connections, certificates, the environment, bodies, secrets and of sending once holds here too. Over HTTP/2
/// requests to one server share a connection; the limits on what runs at once are in `CurlMultiOptions`.
///
/// **Threads.** All functions may be called from any thread, also from inside completions, `on_data` and body readers,
/// and never block. Completions, `on_data` and body readers run on the transport's thread, one at a time and without a
/// lock: what takes long in one delays all others. An exception that leaves a completion ends the program; one that
/// leaves `on_data` or a reader ends its call with `cancelled`. The thread takes no signals.
///
/// **End.** The destructor completes what is open with `cancelled`, on the transport's thread, and waits for that. A
/// completion may destroy the transport too, even before its own `send` has returned: then what is open is completed
/// inside the destructor. Else the transport may be moved or destroyed only while no other thread is in one of its
/// functions; it must not be used on both sides of a `fork`.
class CurlMultiTransport {
 public:
  explicit CurlMultiTransport(const CurlMultiOptions& options = {})
      : thread_{std::make_unique<detail::CurlMultiThread>(options)} {}

  /// Sends one request; `done` is called once, on the transport's thread. `request.timeout` runs from now and covers
  /// waiting for one's turn too. Errors are those of `CurlTransport::send`, and
  ///  - `cancelled`: the transport is being destroyed, or the request's own functions threw;
  ///  - `not_sent`: no thread could be started.
  void send(Request request, Completion<Response> done) { thread_->send(std::move(request), std::move(done)); }

  /// Runs `work` once on the transport's thread, not before `delay` is over. Dropped if the transport is destroyed before.
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) { thread_->after(delay, std::move(work)); }

 private:
  std::unique_ptr<detail::CurlMultiThread> thread_;
};

/// The same without a thread: `poll` drives it from the host's own loop, such as that of a game or a user interface.
///
/// **Threads.** `send` may be called from any thread and never blocks; `poll` is for one thread at a time. Completions,
/// `on_data` and body readers run inside `poll` alone. An exception that leaves a completion comes out of `poll`.
///
/// **End.** The destructor completes what is open with `cancelled`. A completion may destroy the transport.
class PolledCurlMultiTransport {
 public:
  explicit PolledCurlMultiTransport(const CurlMultiOptions& options = {})
      : engine_{std::make_shared<detail::CurlMultiEngine>(options)} {}
  PolledCurlMultiTransport(PolledCurlMultiTransport&&) noexcept = default;
  PolledCurlMultiTransport& operator=(PolledCurlMultiTransport&& other) noexcept {
    std::swap(engine_, other.engine_);
    return *this;
  }
  ~PolledCurlMultiTransport() {
    if (engine_) engine_->close();
  }

  /// Sends one request, with the next `poll`; `done` is called once, inside a `poll`. Time and errors are those of
  /// `CurlMultiTransport::send`.
  void send(Request request, Completion<Response> done) {
    const auto engine = engine_;  // as in poll, where that is on another thread
    engine->send(std::move(request), std::move(done));
  }

  /// Does what is due, and never blocks. Gives the time until it should be called again at the latest: 0 if there is
  /// more to do, a few milliseconds while bytes may arrive, nothing if there is nothing to do until the next `send`.
  /// From inside a completion it does nothing.
  std::optional<std::chrono::milliseconds> poll() {
    constexpr std::chrono::milliseconds while_bytes_arrive{5};
    const auto engine = engine_;  // a completion may destroy the transport
    const auto due = engine->step();
    return due && engine->running() ? std::min(*due, while_bytes_arrive) : due;
  }

 private:
  std::shared_ptr<detail::CurlMultiEngine> engine_;
};

static_assert(AsyncTransport<CurlMultiTransport> && !BlockingTransport<CurlMultiTransport>);
static_assert(AsyncTransport<PolledCurlMultiTransport> && !BlockingTransport<PolledCurlMultiTransport>);

KEYTURN_NAMESPACE_END

#endif

// <keyturn/curl_multi.hpp>
// The umbrella with everything of keyturn.hpp and the asynchronous libcurl transports.
#ifndef KEYTURN_CURL_MULTI_HPP
#define KEYTURN_CURL_MULTI_HPP

#endif
