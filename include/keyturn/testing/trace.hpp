// A picture of a running client: records its calls, requests, storage and events, for a viewer such as Perfetto.
#ifndef KEYTURN_TESTING_TRACE_HPP
#define KEYTURN_TESTING_TRACE_HPP

#include <keyturn/builtin/hosted.hpp>
#include <keyturn/concepts/storage.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/testing/trace/json.hpp>
#include <keyturn/testing/trace/recorder.hpp>

#include <charconv>
#include <system_error>

KEYTURN_NAMESPACE_BEGIN

namespace testing {

namespace checks {
/// The field by which a request names its call's lane; it is not sent.
inline constexpr std::string_view lane_field = "Keyturn-Trace-Lane";

/// Method and path. What stands behind the path may be secret.
inline std::string traced_name(const Request& request) {
  const std::string_view url{request.url.data(), std::min(request.url.find_first_of("?#"), request.url.size())};
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == url.npos ? 0 : std::min(url.find('/', scheme + 3), url.size());
  return request.method + ' ' + std::string{url.substr(path)};
}

/// The lane that the request names, and the request without that.
inline std::optional<TraceLane> take_lane(Request& request) {
  const auto text = request.headers.get(lane_field);
  if (!text) return std::nullopt;
  TraceLane lane;
  std::from_chars(text->data(), text->data() + text->size(), lane.number);
  request.headers.remove(lane_field);
  return lane;
}

inline TraceLane this_thread() { return {.thread = std::this_thread::get_id()}; }

template <class T>
void end_with(TraceSpan& span, const Result<T>& result) noexcept {
  if (!result) return span.end(result.error());
  if constexpr (std::is_same_v<T, Response>) span.end(result->status);
}
}  // namespace checks

/// A transport around another that records each request. As the other in all else.
template <Transport T>
class TracedTransport {
 public:
  /// Owns `inner`, and shares the recorder.
  TracedTransport(T inner, TraceRecorder recorder) : inner_{std::move(inner)}, recorder_{std::move(recorder)} {}

  /// The transport inside.
  T& inner() { return inner_; }

  /// Sends as the transport inside does, and records when and how that ended. The errors are its own.
  Result<Response> send(const Request& request) requires BlockingTransport<T> {
    if (request.headers.get(checks::lane_field)) {  // is for an asynchronous client
      Request unmarked = request;
      checks::take_lane(unmarked);
      return send(unmarked);
    }
    TraceSpan span = begin(request, checks::this_thread());
    Result<Response> answer = inner_.send(request);
    checks::end_with(span, answer);
    return answer;
  }

  /// The same for an answer that comes later.
  void send(Request request, Completion<Response> done) requires AsyncTransport<T> {
    const auto lane = checks::take_lane(request);
    TraceSpan span = begin(request, lane);
    inner_.send(std::move(request),
                Completion<Response>{[span = std::move(span), done = std::move(done)](Result<Response> answer) mutable {
                  checks::end_with(span, answer);
                  done(std::move(answer));
                }});
  }

  /// As the transport inside; not recorded.
  std::optional<std::chrono::milliseconds> poll() requires PolledTransport<T> { return inner_.poll(); }
  /// As the transport inside; not recorded.
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) requires WakingTransport<T> {
    inner_.wake_after(delay, std::move(work));
  }

 private:
  TraceSpan begin(const Request& request, std::optional<TraceLane> lane) {
    // The client sends those of its protocol so.
    const bool for_tokens = request.auth == Auth::none && request.at_most_once;
    return {recorder_, for_tokens ? TraceRecord::Kind::auth_request : TraceRecord::Kind::request,
            checks::traced_name(request), lane};
  }

  T inner_;
  TraceRecorder recorder_;
};

namespace checks {
/// What a storage has beside its functions.
template <class S>
struct SharedParts {};
template <class S>
requires requires { typename S::Lock; }
struct SharedParts<S> {
  using Lock = typename S::Lock;
};
template <class S>
struct WatchedParts {};
template <class S>
requires requires { typename S::Watch; }
struct WatchedParts<S> {
  using Watch = typename S::Watch;
};
}  // namespace checks

/// A storage around another that records each call. As the other in all else; shared, if that is.
template <Storage S>
class TracedStorage : public checks::SharedParts<S>, public checks::WatchedParts<S> {
 public:
  /// Owns `inner`, and shares the recorder.
  TracedStorage(S inner, TraceRecorder recorder) : inner_{std::move(inner)}, recorder_{std::move(recorder)} {}

  /// The storage inside.
  S& inner() { return inner_; }

  /// As the storage inside, recorded. Nothing of the record is kept.
  Result<std::optional<Secret>> load(std::string_view account) {
    return recorded("load", [&] { return inner_.load(account); });
  }
  /// As the storage inside, recorded. Nothing of the record is kept.
  Result<void> save(std::string_view account, const Secret& record) {
    return recorded("save", [&] { return inner_.save(account, record); });
  }
  /// As the storage inside, recorded.
  Result<void> erase(std::string_view account) {
    return recorded("erase", [&] { return inner_.erase(account); });
  }
  /// As the storage inside, recorded.
  auto lock(std::string_view account, std::chrono::milliseconds patience) requires SharedStorage<S> {
    return recorded("lock", [&] { return inner_.lock(account, patience); });
  }
  /// As the storage inside; not recorded.
  auto watch(std::string_view account, Callback<void()> changed) requires requires { typename S::Watch; }
  { return inner_.watch(account, std::move(changed)); }

 private:
  template <class F>
  auto recorded(std::string_view name, F&& work) {
    TraceSpan span{recorder_, TraceRecord::Kind::storage, name, checks::this_thread()};
    auto result = work();
    checks::end_with(span, result);
    return result;
  }

  S inner_;
  TraceRecorder recorder_;
};

/// Records what a client does, without secrets, for a test or a host's debug build:
///
///     Trace trace;
///     AuthClient client{trace.transport(CurlTransport{}), trace.storage(FileStorage::for_app("notes")), JsonApi{url}};
///     client.on_event(trace.listener());
///     {
///       const auto call = trace.call("show the notes");
///       auto notes = client.get("/notes");
///     }
///     std::ofstream{"trace.json"} << trace.json();  // for https://ui.perfetto.dev, chrome://tracing, speedscope
///
/// Each thread has a lane. In it stand the calls that the host names, and within them requests and calls of the storage;
/// an arrow goes from each refresh to the requests that waited for it. An asynchronous client's requests have lanes of
/// their own; with `async_call` and `mark`, that of their call.
///
/// Copies share the records. Safe for many threads; blocks no longer than a copy of the records takes. Of names and of what
/// errors say the first 200 bytes are kept, of a URL the path alone: a host that has secrets in its paths does not hand its trace on.
class Trace {
 public:
  /// Keeps the newest `most` records, of some 300 bytes each. The clock is the system's, or a test's, and called from all
  /// threads.
  explicit Trace(
      std::size_t most = 20'000, Callback<TimePoint()> now = [] { return Hosted{}.now(); })
      : recorder_{most, std::move(now)} {}

  /// Wraps a transport; the result goes to the client.
  template <Transport T>
  TracedTransport<T> transport(T inner) const {
    return {std::move(inner), recorder_};
  }

  /// Wraps a storage; the result goes to the client.
  template <Storage S>
  TracedStorage<S> storage(S inner) const {
    return {std::move(inner), recorder_};
  }

  /// For `AuthClient::on_event`. A host with a listener of its own calls `add` in it.
  Callback<void(const Event&)> listener() const {
    return [trace = *this](const Event& event) { trace.add(event); };
  }
  void add(const Event& event) const { recorder_.add(event); }

  /// A call of the host's on this thread, until the result dies: made before a call of a blocking client.
  [[nodiscard]] TraceSpan call(std::string_view name) const {
    return {recorder_, TraceRecord::Kind::call, name, checks::this_thread()};
  }

  /// A call of the host's in a lane of its own, until the result dies: kept by the completion or the coroutine.
  [[nodiscard]] TraceSpan async_call(std::string_view name) const {
    return {recorder_, TraceRecord::Kind::call, name, std::nullopt};
  }

  /// The request, to be shown in the lane of that `async_call`. For a client whose transport this trace has wrapped; one
  /// request at a time.
  static Request mark(const TraceSpan& call, Request request) {
    if (call.lane().number != 0) request.headers.set(checks::lane_field, std::to_string(call.lane().number));
    return request;
  }

  /// Everything recorded, in the order in which it began.
  std::vector<TraceRecord> records() const { return recorder_.records(); }

  /// How many older records made room for these.
  std::size_t forgotten() const { return recorder_.forgotten(); }

  /// The same in the Trace Event Format, as JSON text.
  std::string json() const {
    const std::vector<TraceRecord> all = records();
    return TraceJson{all}.text(forgotten());
  }

  /// What the clock says.
  TimePoint now() const { return recorder_.now(); }

 private:
  TraceRecorder recorder_;
};

}  // namespace testing

KEYTURN_NAMESPACE_END

#endif
