// One request as WinHTTP's threads tell of it, for the thread that waits for what comes next.
#ifndef KEYTURN_ADAPTERS_WINHTTP_CALL_HPP
#define KEYTURN_ADAPTERS_WINHTTP_CALL_HPP

#include <keyturn/adapters/winhttp/handle.hpp>
#include <keyturn/base/secret.hpp>
#include <keyturn/base/shared.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/builtin/hosted.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <span>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// WinHTTP in its asynchronous form, so that a request ends when its time is over, whatever it is at. Held by the call that
/// waits, and by WinHTTP until it has let go of the request's handle: that may be after the call has returned.
class WinHttpCall : public Holders {
 public:
  /// How one step ended: 0 or the number of the error, and how many bytes it was about.
  struct Step {
    DWORD error = 0, bytes = 0;
    explicit operator bool() const { return error == 0; }
  };

  /// `resend` allows WinHTTP to send the request again on a new connection if a kept one turns out to be dead.
  explicit WinHttpCall(bool resend) : resend_{resend} {}
  WinHttpCall(const WinHttpCall&) = delete;
  WinHttpCall& operator=(const WinHttpCall&) = delete;
  ~WinHttpCall() { wipe(buffer_.data(), buffer_.size()); }

  /// Takes over the handle of the request. False: WinHTTP tells nothing of it.
  static bool attach(const Shared<WinHttpCall>& call, WinHttpHandle request) {
    call->request_ = request.release();
    WinHttpCall* context = Shared<WinHttpCall>{call}.release();  // until the handle is closed
    if (WinHttpSetOption(call->request_, WINHTTP_OPTION_CONTEXT_VALUE, &context, sizeof context) &&
        WinHttpSetStatusCallback(call->request_, &WinHttpCall::told,
                                 WINHTTP_CALLBACK_FLAG_ALL_COMPLETIONS | WINHTTP_CALLBACK_FLAG_HANDLES |
                                     WINHTTP_CALLBACK_FLAG_SEND_REQUEST | WINHTTP_CALLBACK_FLAG_RECEIVE_RESPONSE,
                                 0) != WINHTTP_INVALID_STATUS_CALLBACK)
      return true;
    call->close();
    static_cast<void>(Shared<WinHttpCall>::adopt(context));
    return false;
  }

  /// Ends the request, whatever it is at. No step may follow.
  void close() noexcept {
    if (const HINTERNET request = request_.exchange(nullptr)) WinHttpCloseHandle(request);
  }

  HINTERNET request() const noexcept { return request_; }

  /// What WinHTTP reads from and writes to: it may do so after the call has returned.
  std::span<char> buffer() noexcept { return buffer_; }

  /// Starts something by `start(request)`, a call of WinHTTP, and waits for its end; ERROR_WINHTTP_TIMEOUT if that has not
  /// come by then.
  template <class Start>
  Step step(TimePoint deadline, Start&& start) {
    {
      const std::lock_guard lock{mutex_};
      if (ended_ && step_.error != 0) return step_;  // it was ended in between
      ended_ = false;
    }
    if (!start(request())) return {.error = GetLastError()};
    const std::lock_guard lock{mutex_};
    while (!ended_ && Hosted{}.now() < deadline) changed_.wait_until(mutex_, deadline);
    if (ended_) return step_;
    late_ = true;
    return {.error = ERROR_WINHTTP_TIMEOUT};
  }

  /// Whether the server may have seen something of the request.
  bool begun() const noexcept { return sends_ > 0; }

  /// Whether anything came from the server.
  bool answered() const noexcept { return answered_; }

  /// Whether a step was not waited for any longer.
  bool late() const noexcept { return late_; }

 private:
  static void CALLBACK told(HINTERNET, DWORD_PTR context, DWORD status, void* information, DWORD size) {
    if (context == 0) return;
    auto* const call = reinterpret_cast<WinHttpCall*>(context);
    switch (status) {
      case WINHTTP_CALLBACK_STATUS_SENDING_REQUEST:
        // A request that acts must not go out again (RFC 9110, section 9.2.2).
        if (++call->sends_ > 1 && !call->resend_) {
          call->end({.error = ERROR_WINHTTP_CONNECTION_ERROR});
          call->close();
        }
        break;
      case WINHTTP_CALLBACK_STATUS_RESPONSE_RECEIVED:
        if (*static_cast<const DWORD*>(information) > 0) call->answered_ = true;
        break;
      case WINHTTP_CALLBACK_STATUS_SENDREQUEST_COMPLETE:
      case WINHTTP_CALLBACK_STATUS_HEADERS_AVAILABLE:
        call->end({});
        break;
      case WINHTTP_CALLBACK_STATUS_DATA_AVAILABLE:
      case WINHTTP_CALLBACK_STATUS_WRITE_COMPLETE:
        call->end({.bytes = *static_cast<const DWORD*>(information)});
        break;
      case WINHTTP_CALLBACK_STATUS_READ_COMPLETE:
        call->end({.bytes = size});
        break;
      case WINHTTP_CALLBACK_STATUS_REQUEST_ERROR:
        call->end({.error = static_cast<const WINHTTP_ASYNC_RESULT*>(information)->dwError});
        break;
      case WINHTTP_CALLBACK_STATUS_HANDLE_CLOSING:
        static_cast<void>(Shared<WinHttpCall>::adopt(call));
        break;
    }
  }

  void end(Step step) {
    const std::lock_guard lock{mutex_};
    if (ended_ && step_.error != 0) return;  // the first error counts
    step_ = step;
    ended_ = true;
    changed_.notify_all();
  }

  std::atomic<HINTERNET> request_{nullptr};
  std::atomic<int> sends_{0};
  std::atomic<bool> answered_{false};
  const bool resend_;
  Hosted::Mutex mutex_;
  Hosted::Condition changed_;
  Step step_;
  bool ended_ = false, late_ = false;
  std::array<char, 16'384> buffer_{};
};

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif
