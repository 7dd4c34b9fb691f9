// Signs in on a device without a browser: the user types a code in on another one (RFC 8628).
#ifndef KEYTURN_DEVICE_SIGN_IN_HPP
#define KEYTURN_DEVICE_SIGN_IN_HPP

#include <keyturn/base/mutex_guard.hpp>
#include <keyturn/base/shared.hpp>
#include <keyturn/base/time.hpp>
#include <keyturn/concepts/platform.hpp>
#include <keyturn/concepts/transport.hpp>
#include <keyturn/drive/auth_exchange.hpp>
#include <keyturn/model/options.hpp>
#include <keyturn/protocol/device_polling.hpp>
#include <keyturn/protocol/oauth2_config.hpp>

#if KEYTURN_HAS_HOSTED
#include <keyturn/builtin/hosted.hpp>
#endif

#include <concepts>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// "This protocol can sign in a device." `OAuth2` can.
template <class P>
concept DeviceProtocol = Grants<P, DeviceCode> && requires(const P& protocol, const Response& answer) {
  { protocol.api_base() } -> std::convertible_to<std::string_view>;
  { protocol.device_authorization_request() } -> std::same_as<Result<Request>>;
  { protocol.read_device_authorization(answer) } -> std::same_as<Result<DeviceAuthorization>>;
  { protocol.read_device_poll(answer) } -> std::same_as<DevicePoll>;
};

namespace detail {

/// The two questions of a device sign-in, and what their answers mean for its schedule.
template <DeviceProtocol P>
class DeviceTalk {
 public:
  DeviceTalk(const P& protocol, Options options) : protocol_{protocol}, options_{std::move(options)} {}

  /// For the codes, and once they are there, whether the user is done.
  Result<Request> next_request() const {
    auto request =
        codes_ ? protocol_.login_request(DeviceCode{codes_->device_code}) : protocol_.device_authorization_request();
    return drive::ready(std::move(request), protocol_.api_base(), options_, options_.request_timeout);
  }

  /// The codes, or why there are none.
  Result<DeviceAuthorization> take_codes(Result<Response> answer, TimePoint asked, TimePoint now) {
    if (!answer) return std::move(answer).error();
    auto codes = protocol_.read_device_authorization(*answer);
    drive::wipe_message(*answer);
    if (!codes) return codes;
    codes_ = *codes;
    polling_.emplace(*codes_, asked, now);
    return codes;
  }

  /// The end of the sign-in, or nothing.
  std::optional<Result<TokenSet>> take_poll(Result<Response> answer, const Moment& now) {
    if (!answer) return polling_->failed(std::move(answer).error(), now.steady);
    DevicePoll poll = protocol_.read_device_poll(*answer);
    poll.error.retry_after = core::retry_after(answer->headers, now.wall);
    drive::wipe_message(*answer);
    return polling_->answered(std::move(poll), now.steady);
  }

  const std::optional<DeviceAuthorization>& codes() const { return codes_; }
  const DevicePolling& polling() const { return *polling_; }

 private:
  const P& protocol_;
  Options options_;
  std::optional<DeviceAuthorization> codes_;
  std::optional<DevicePolling> polling_;
};

inline Error device_sign_in_cancelled() { return make_error(Errc::cancelled, "the sign-in was cancelled"); }

}  // namespace detail

/// One device sign-in over a blocking transport. The tokens that it brings are for `client.adopt()`; transport and
/// protocol may be the client's own, and outlive this.
///
///     keyturn::DeviceSignIn sign_in{client.transport(), client.protocol()};
///     auto codes = sign_in.begin();
///     if (!codes) return fail(codes.error());
///     show(codes->verification_uri, codes->user_code);
///     auto tokens = sign_in.wait();
///     if (!tokens) return fail(tokens.error());
///     return client.adopt(*std::move(tokens));
///
/// Of `options` it uses `request_timeout`, for each request, and `max_token_answer`.
///
/// **Threads.** One at a time, but for `cancel`, which may be called from any.
template <Transport T, DeviceProtocol P, Platform E>
class DeviceSignIn {
 public:
  /// Sends nothing yet.
  DeviceSignIn(T& transport, const P& protocol, Options options = {}, E platform = {})
      : transport_{transport}, talk_{protocol, std::move(options)}, platform_{std::move(platform)} {}
  DeviceSignIn(const DeviceSignIn&) = delete;
  DeviceSignIn& operator=(const DeviceSignIn&) = delete;

  /// Asks for the codes; blocks for one request. The transport's errors, `bad_request` and `insecure_url` for a
  /// configuration that cannot be, `server_refused`, `bad_answer`.
  Result<DeviceAuthorization> begin() {
    const TimePoint asked = platform_.now();
    auto answer = send();
    return talk_.take_codes(std::move(answer), asked, platform_.now());
  }

  /// Asks until the user is done, as often as the server allows. Blocks until then; at most until the codes expire, and
  /// one request more. `login_refused`: the user said no. `timed_out`: the codes expired. `cancelled`. `server_refused`
  /// or `bad_answer`: the server has said something that asking again does not mend. `bad_request` without `begin`.
  /// What may pass, such as a network that is away, is no error: it is asked again later.
  Result<TokenSet> wait() {
    if (!talk_.codes()) return detail::make_error(Errc::bad_request, "a device sign-in waits after it has begun");
    for (;;) {
      if (!sleep_until(talk_.polling().next())) return detail::device_sign_in_cancelled();
      if (talk_.polling().late(platform_.now())) return DevicePolling::too_late();
      auto answer = send();
      if (auto end = talk_.take_poll(std::move(answer), read_clocks(platform_))) return *std::move(end);
    }
  }

  /// Ends `wait`: at once while it sleeps, after the request that is under way else.
  void cancel() {
    const MutexGuard guard{mutex_};
    cancelled_ = true;
    changed_.notify_all();
  }

 private:
  Result<Response> send() {
    const auto request = talk_.next_request();
    if (!request) return request.error();
    return transport_.send(*request);
  }

  static typename E::Condition make_condition(E& platform) {
    if constexpr (std::constructible_from<typename E::Condition, E&>)
      return typename E::Condition{platform};
    else
      return typename E::Condition{};
  }

  bool sleep_until(TimePoint time) {
    const MutexGuard guard{mutex_};
    while (!cancelled_ && platform_.now() < time) changed_.wait_until(mutex_, time);
    return !cancelled_;
  }

  T& transport_;
  detail::DeviceTalk<P> talk_;
  E platform_;
  typename E::Mutex mutex_;
  typename E::Condition changed_ = make_condition(platform_);
  bool cancelled_ = false;
};

/// The same over an asynchronous transport, for a game loop: nothing blocks.
///
///     keyturn::DeviceSignIn sign_in{client.transport(), client.protocol()};
///     …                                                        // once a frame
///     if (auto tokens = sign_in.poll()) *tokens ? sign_in_done(**std::move(tokens)) : show(tokens->error());
///     if (const auto& codes = sign_in.codes()) draw(codes->verification_uri, codes->user_code);
///
/// A transport with `poll()` is driven by this one too, on the same thread as the client's.
///
/// **Threads.** One at a time. Answers may come on any thread; what is under way when this dies is forgotten when it
/// comes.
template <Transport T, DeviceProtocol P, Platform E>
requires(!BlockingTransport<T>) class DeviceSignIn<T, P, E> {
 public:
  /// Sends nothing yet.
  DeviceSignIn(T& transport, const P& protocol, Options options = {}, E platform = {})
      : transport_{transport}, talk_{protocol, std::move(options)}, platform_{std::move(platform)} {}
  DeviceSignIn(const DeviceSignIn&) = delete;
  DeviceSignIn& operator=(const DeviceSignIn&) = delete;

  /// Does what is due: the first call asks for the codes, later ones whether the user is done, as often as the server
  /// allows. The end of it, once, with the errors of the blocking form; then `bad_request`.
  std::optional<Result<TokenSet>> poll() {
    if (over_)
      return Result<TokenSet>{detail::make_error(Errc::bad_request, "this sign-in is over: begin another one")};
    if constexpr (PolledTransport<T>) static_cast<void>(transport_.poll());
    auto end = step();
    over_ = end.has_value();
    return end;
  }

  /// What to show to the user, from when it is there.
  const std::optional<DeviceAuthorization>& codes() const { return talk_.codes(); }

  /// The next `poll` gives `cancelled`. Nothing more is sent.
  void cancel() { cancelled_ = true; }

 private:
  /// Where an answer is put, by whatever thread it comes on.
  struct Inbox : Holders {
    typename E::Mutex mutex;
    std::optional<Result<Response>> answer;

    ~Inbox() {
      if (answer && *answer) drive::wipe_message(**answer);
    }
    std::optional<Result<Response>> take() {
      const MutexGuard guard{mutex};
      return std::exchange(answer, std::nullopt);
    }
  };

  std::optional<Result<TokenSet>> step() {
    if (cancelled_) return Result<TokenSet>{detail::device_sign_in_cancelled()};
    const TimePoint now = platform_.now();
    if (inbox_) {
      auto answer = inbox_->take();
      if (!answer) return std::nullopt;
      inbox_ = {};
      if (auto end = take(*std::move(answer), {now, platform_.wall()})) return end;
    }
    if (!talk_.codes()) return ask(now);
    if (talk_.polling().late(now)) return Result<TokenSet>{DevicePolling::too_late()};
    return now < talk_.polling().next() ? std::nullopt : ask(now);
  }

  std::optional<Result<TokenSet>> take(Result<Response> answer, const Moment& now) {
    if (talk_.codes()) return talk_.take_poll(std::move(answer), now);
    const auto codes = talk_.take_codes(std::move(answer), asked_, now.steady);
    return codes ? std::nullopt : std::optional<Result<TokenSet>>{codes.error()};
  }

  std::optional<Result<TokenSet>> ask(TimePoint now) {
    auto request = talk_.next_request();
    if (!request) return Result<TokenSet>{std::move(request).error()};
    asked_ = now;
    inbox_ = share<Inbox>();
    transport_.send(*std::move(request), Completion<Response>{[inbox = inbox_](Result<Response> answer) {
      const MutexGuard guard{inbox->mutex};
      inbox->answer = std::move(answer);
    }});
    return std::nullopt;
  }

  T& transport_;
  detail::DeviceTalk<P> talk_;
  E platform_;
  TimePoint asked_{};
  Shared<Inbox> inbox_;  // there while an answer is waited for
  bool cancelled_ = false, over_ = false;
};

#if KEYTURN_HAS_HOSTED  // else it is always told its platform
template <class T, class P>
DeviceSignIn(T&, const P&) -> DeviceSignIn<T, P, Hosted>;
template <class T, class P>
DeviceSignIn(T&, const P&, Options) -> DeviceSignIn<T, P, Hosted>;
#endif

KEYTURN_NAMESPACE_END

#endif
