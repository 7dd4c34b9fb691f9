// Runs many requests at once with libcurl's multi interface: the part that both asynchronous transports share.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_ENGINE_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_ENGINE_HPP

#include <keyturn/adapters/curl_handle_pool.hpp>
#include <keyturn/adapters/curl_multi_lanes.hpp>
#include <keyturn/builtin/hosted.hpp>

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
