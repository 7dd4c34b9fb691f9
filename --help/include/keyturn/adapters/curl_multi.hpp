/// @file keyturn/adapters/curl_multi.hpp Sends many HTTP requests at once with libcurl, without blocking: the transports of servers, user interfaces and games.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_HPP


#include <keyturn/adapters/curl_multi_thread.hpp>

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
  /// Starts its thread with the first call.
  explicit CurlMultiTransport(const CurlMultiOptions& options = {})
      : thread_{std::make_unique<detail::CurlMultiThread>(options)} {}

  /// Sends one request; `done` is called once, on the transport's thread. `request.timeout` runs from now and covers
  /// waiting for one's turn too. Errors are those of `CurlTransport::send`, and
  ///  - `cancelled`: the transport is being destroyed, or the request's own functions threw;
  ///  - `not_sent`: no thread could be started.
  void send(Request request, Completion<Response> done) {                                                     }

  /// Runs `work` once on the transport's thread, not before `delay` is over. Dropped if the transport is destroyed before.
  void wake_after(std::chrono::milliseconds delay, Callback<void()> work) {                                         }

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
  /// Connects to nothing yet.
  explicit PolledCurlMultiTransport(const CurlMultiOptions& options = {})
      : engine_{std::make_shared<detail::CurlMultiEngine>(options)} {}
  /** @cond */PolledCurlMultiTransport(PolledCurlMultiTransport&&) noexcept = default;/** @endcond */
  /** @cond */PolledCurlMultiTransport& operator=(PolledCurlMultiTransport&& other) noexcept {
    std::swap(engine_, other.engine_);
    return *this;
  }/** @endcond */
  /** @cond */~PolledCurlMultiTransport() {
    if (engine_) engine_->close();
  }/** @endcond */

  /// Sends one request, with the next `poll`; `done` is called once, inside a `poll`. Time and errors are those of
  /// `CurlMultiTransport::send`.
  void send(Request request, Completion<Response> done) {
                                                                                
                                                      
  }

  /// Does what is due, and never blocks. Gives the time until it should be called again at the latest: 0 if there is
  /// more to do, a few milliseconds while bytes may arrive, nothing if there is nothing to do until the next `send`.
  /// From inside a completion it does nothing.
  std::optional<std::chrono::milliseconds> poll() {
                                                              
                                                                           
                                    
                                                                               
  }

 private:
  std::shared_ptr<detail::CurlMultiEngine> engine_;
};

static_assert(AsyncTransport<CurlMultiTransport> && !BlockingTransport<CurlMultiTransport>);
static_assert(AsyncTransport<PolledCurlMultiTransport> && !BlockingTransport<PolledCurlMultiTransport>);

KEYTURN_NAMESPACE_END

#endif
