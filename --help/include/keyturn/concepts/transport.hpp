/// @file keyturn/concepts/transport.hpp What sends HTTP requests for the client: the concepts that a transport of one's own must meet.
///
///     struct MyTransport {
///       keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
///         if (request.url.empty()) return keyturn::Error{.code = keyturn::Errc::not_sent, .detail = "could not connect"};
///         std::string answer = request.method + " " + request.url;  // the URL is absolute
///         for (const keyturn::Header& field : request.headers) answer += "\n" + field.name + ": " + field.value;
///         if (const auto body = request.body.view()) answer += *body;  // else a stream: request.body.open()
///         return keyturn::Response{.status = 200, .body = answer};
///       }
///     };
///     static_assert(keyturn::explain_transport<MyTransport>());
///
///     struct MyAsyncTransport {  // gives the host's loop its answers; one without poll() completes from a thread of its own
///       struct Call { keyturn::Request request; keyturn::Completion<keyturn::Response> done; };
///       void send(keyturn::Request request, keyturn::Completion<keyturn::Response> done) {
///         calls.push_back({std::move(request), std::move(done)});
///       }
///       std::optional<std::chrono::milliseconds> poll() {
///         for (const Call& call : std::exchange(calls, {})) call.done(keyturn::Response{.status = 200});  // may send again
///         return calls.empty() ? std::nullopt : std::optional{std::chrono::milliseconds{0}};
///       }
///       std::vector<Call> calls;
///     };
///     static_assert(keyturn::explain_transport<MyAsyncTransport>());
///
/// | expression | type | meaning |
/// |---|---|---|
/// | `t.send(request)` | `Result<Response>` | blocking: one request, one answer; any status is an answer |
/// | `t.send(std::move(request), done)` | `void` | asynchronous: calls `done` once, from any thread, maybe before it returns |
/// | `t.poll()` | `std::optional<std::chrono::milliseconds>` | optional, asynchronous: does what is due; when to call again at the latest |
/// | `t.wake_after(delay, work)` | `void` | optional, asynchronous: calls `work` once, when `delay` (`std::chrono::milliseconds`) is over |
///
/// The client calls with an absolute `url`, `timeout` and `max_response` above 0, and headers without CR, LF or NUL. The transport
///  - keeps to `timeout` over all (its own queue, name resolution, connect, TLS, answer) and gives `Errc::timed_out` past it;
///  - says `Errc::not_sent` if the server cannot have seen the request, `Errc::no_answer` if it may have;
///  - follows no redirects and retries nothing: a 3xx is an answer; with `at_most_once` it takes a fresh connection;
///  - gives `Errc::bad_answer` for an answer that is no HTTP or has a body over `max_response` bytes;
///  - calls `on_data` for the bodies of 2xx answers alone, and gives `Errc::cancelled` if it returns false;
///  - verifies TLS, and writes no header value and no body to any log.
///
/// Threads: a blocking transport is called from every thread that uses the client, at once. It may block up to `timeout`.
///
/// An asynchronous one is moved into the client, and blocks nowhere. It owns the request from `send` on: it wipes what it
/// kept of one with `at_most_once`, and calls none of its functions after `done`. Errors go to `done` alone, with the codes
/// above; a `done` that is dropped counts as `Errc::no_answer`. No lock is held while `done`, `work`, `on_data` or a body's
/// reader runs: they may call `send` and `wake_after` again. The destructor waits for no server; when it returns, every
/// `done` has been called (`Errc::cancelled`) or dropped, `work` that waits is dropped, and nothing more is called.
///  - Without `poll()`: `send` is called from every thread that uses the client, at once, and is answered whoever sleeps.
///    A timer needs `wake_after`, from any thread: without one, deadlines of the client itself (a back-off between attempts,
///    a lock that is tried again) pass when the host calls `AuthClient::poll()`, or with the next call or answer.
///  - With `poll()`: `done`, `on_data` and readers are called inside `poll()` and `send` alone. `poll()` is called by one
///    thread at a time, and never from inside itself; `send` from every thread that uses the client. It returns 0 if there
///    is more to do, nothing if nothing is under way, and else a time after which a call is still early enough.
///
/// Models: `CurlTransport`, `WinHttpTransport`, `CurlMultiTransport`, `PolledCurlMultiTransport`, `testing::ScriptedTransport`,
/// `testing::FakeAuthServer`. Check yours with `testing::check_transport` of <keyturn/testing.hpp>.
#ifndef KEYTURN_CONCEPTS_TRANSPORT_HPP


#include <keyturn/base/callback.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/model/request.hpp>

#include <concepts>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A copyable handle on the end of an asynchronous call, made from any callable of `void(Result<T>)`. The first call
/// counts, later ones do nothing; if the last copy dies uncalled, the call ends with `Errc::no_answer`. Copies may be
/// called from different threads at once. The callable dies with the last copy.
template <class T>
class Completion {
 public:
  /// Takes the callable, which may be move-only. Allocates.
  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, Completion> && std::invocable<std::decay_t<F>&, Result<T>>)
      Completion(F&& f)
      : call_{Shared<Call>::first(new CallOf<std::decay_t<F>>{std::forward<F>(f)})} {}

  /// Ends the call with that result, if it has not ended yet: runs the callable on this thread.
  void operator()(Result<T> result) const {
                                                                
  }

  /// How often it was called so far. For checks on whoever calls it.
  unsigned calls() const noexcept {                             }

 private:
  struct Call : Holders {
    /** @cond */virtual ~Call() = default;/** @endcond */
    virtual void end(Result<T>&& result) = 0;
    Atomic<unsigned> calls{0};
  };
  template <class F>
  struct CallOf final : Call {
    explicit CallOf(auto&& f) : function{std::forward<decltype(f)>(f)} {}
    /** @cond */~CallOf() override {
      // Short enough to need no memory, which this may be for want of.
      if (this->calls.load() == 0) end(Error{.code = Errc::no_answer, .detail = "call dropped"});
    }/** @endcond */
    void end(Result<T>&& result) override {                                                 }
    F function;
  };
  Shared<Call> call_;
};

/// One call, one answer, on the calling thread. All that is asked of transports stands on the page of
/// keyturn/concepts/transport.hpp.
template <class T>
concept BlockingTransport = requires(T& transport, const Request& request) {
  { transport.send(request) } -> std::same_as<Result<Response>>;
};

/// Completes each call once, from any thread, maybe before `send` returns.
template <class T>
concept AsyncTransport = requires(T& transport, Request request, Completion<Response> done) {
  transport.send(std::move(request), std::move(done));
};

/// One that the host drives.
template <class T>
concept PolledTransport = AsyncTransport<T> && requires(T& transport) {
  { transport.poll() } -> std::same_as<std::optional<std::chrono::milliseconds>>;
};

/// One that wakes the client when time is up.
template <class T>
concept WakingTransport = AsyncTransport<T> &&
    requires(T& transport, std::chrono::milliseconds delay, Callback<void()> work) {
  transport.wake_after(delay, std::move(work));
};

/// Either of the two. One that has both forms of `send` counts as blocking.
template <class T>
concept Transport = BlockingTransport<T> || AsyncTransport<T>;

/// True if `T` is a transport; else a compile error that names what is missing. For an author's own `static_assert`.
template <class T>
consteval bool explain_transport() {
                
                   
                                                                                                               
                                                                             
                
                                                                                                 
                                                                                                 
              
}

KEYTURN_NAMESPACE_END

#endif
