// The thread that drives libcurl for `CurlMultiTransport`.
#ifndef KEYTURN_ADAPTERS_CURL_MULTI_THREAD_HPP
#define KEYTURN_ADAPTERS_CURL_MULTI_THREAD_HPP

#include <keyturn/adapters/curl_multi_engine.hpp>

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
