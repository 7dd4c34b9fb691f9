// What sends HTTP requests for the client: the concepts that a transport of one's own must meet.
//
//     struct MyTransport {
//       keyturn::Result<keyturn::Response> send(const keyturn::Request& request) {
//         if (request.url.empty()) return keyturn::Error{.code = keyturn::Errc::not_sent, .detail = "could not connect"};
//         std::string answer = request.method + " " + request.url;  // the URL is absolute
//         for (const keyturn::Header& field : request.headers) answer += "\n" + field.name + ": " + field.value;
//         if (const auto body = request.body.view()) answer += *body;  // else a stream: request.body.open()
//         return keyturn::Response{.status = 200, .body = answer};
//       }
//     };
//     static_assert(keyturn::explain_transport<MyTransport>());
//
// | expression | type | meaning |
// |---|---|---|
// | `t.send(request)` | `Result<Response>` | blocking: one request, one answer; any status is an answer |
// | `t.send(std::move(request), done)` | `void` | asynchronous: calls `done` once, from any thread, maybe before it returns |
// | `t.poll()` | `std::optional<std::chrono::milliseconds>` | optional, asynchronous: does what is due, says when to call again at the latest |
//
// The client calls with an absolute `url`, `timeout` and `max_response` above 0, and headers without CR, LF or NUL. The transport
//  - keeps to `timeout` over all (name resolution, connect, TLS, answer) and gives `Errc::timed_out` past it;
//  - says `Errc::not_sent` if the server cannot have seen the request, `Errc::no_answer` if it may have;
//  - follows no redirects and retries nothing: a 3xx is an answer; with `at_most_once` it takes a fresh connection;
//  - gives `Errc::bad_answer` for an answer that is no HTTP or has a body over `max_response` bytes;
//  - calls `on_data` for the bodies of 2xx answers alone, and gives `Errc::cancelled` if it returns false;
//  - verifies TLS, and writes no header value and no body to any log.
//
// Threads: a blocking transport is called from every thread that uses the client, at once. It may block up to `timeout`.
//
// Models: `CurlTransport`, `testing::ScriptedTransport`, `testing::FakeAuthServer`. Check yours with
// `testing::check_transport` of <keyturn/testing.hpp>.
#ifndef KEYTURN_CONCEPTS_TRANSPORT_HPP
#define KEYTURN_CONCEPTS_TRANSPORT_HPP

#include <keyturn/base/callback.hpp>
#include <keyturn/base/result.hpp>
#include <keyturn/model/request.hpp>

#include <atomic>
#include <concepts>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// A copyable handle on the end of an asynchronous call, made from any callable of `void(Result<T>)`. The first call
/// counts, later ones do nothing; if the last copy dies uncalled, the call ends with `Errc::no_answer`. Copies may be
/// called from different threads at once.
template <class T>
class Completion {
 public:
  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, Completion> && std::invocable<std::decay_t<F>&, Result<T>>)
      Completion(F&& f)
      : shared_{new Shared{Callback<void(Result<T>)>{std::forward<F>(f)}}} {}
  Completion(const Completion& other) noexcept : shared_{other.shared_} {
    if (shared_ != nullptr) shared_->count.fetch_add(1, std::memory_order_relaxed);
  }
  Completion(Completion&& other) noexcept : shared_{std::exchange(other.shared_, nullptr)} {}
  Completion& operator=(Completion other) noexcept {
    std::swap(shared_, other.shared_);
    return *this;
  }
  ~Completion() {
    if (shared_ == nullptr || shared_->count.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    if (!shared_->called.exchange(true))
      shared_->function(Error{.code = Errc::no_answer, .detail = "the transport dropped the call"});
    delete shared_;
  }

  void operator()(Result<T> result) const {
    if (!shared_->called.exchange(true)) shared_->function(std::move(result));
  }

 private:
  struct Shared {
    Callback<void(Result<T>)> function;
    std::atomic<bool> called{false};
    std::atomic<unsigned> count{1};
  };
  Shared* shared_;
};

/// One call, one answer, on the calling thread.
template <class T>
concept BlockingTransport = requires(T& transport, const Request& request) {
  { transport.send(request) } -> std::same_as<Result<Response>>;
};

/// Completes each call once, from any thread, maybe before `send` returns.
template <class T>
concept AsyncTransport = requires(T& transport, Request request, Completion<Response> done) {
  transport.send(std::move(request), std::move(done));
};

template <class T>
concept Transport = BlockingTransport<T> || AsyncTransport<T>;

/// True if `T` is a transport; else a compile error that names what is missing. For an author's own `static_assert`.
template <class T>
consteval bool explain_transport() {
  static_assert(
      Transport<T>,
      "a Transport needs: keyturn::Result<keyturn::Response> send(const keyturn::Request&), or, asynchronous: "
      "void send(keyturn::Request, keyturn::Completion<keyturn::Response>)");
  return true;
}

KEYTURN_NAMESPACE_END

#endif
