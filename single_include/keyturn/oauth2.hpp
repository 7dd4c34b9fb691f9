// Generated from include/keyturn/oauth2.hpp by tests/gates/single_header.py; change the headers there and run it again.

#include "keyturn.hpp"

// <keyturn/protocol/device_authorization.hpp>
// What a device authorization endpoint answers, and what polling the token endpoint brings (RFC 8628).
#ifndef KEYTURN_PROTOCOL_DEVICE_AUTHORIZATION_HPP
#define KEYTURN_PROTOCOL_DEVICE_AUTHORIZATION_HPP

#include <chrono>
#include <optional>
#include <string>

KEYTURN_NAMESPACE_BEGIN

/// A device's request that waits for its user (RFC 8628, section 3.2).
struct DeviceAuthorization {
  std::string device_code{};                ///< For `DeviceCode`; not for showing.
  std::string user_code{};                  ///< What the user types in; visible ASCII.
  std::string verification_uri{};           ///< Where; https.
  std::string verification_uri_complete{};  ///< The same with the code in it, for a QR code; empty: none.
  std::chrono::seconds expires_in{std::chrono::minutes{30}};  ///< From the request on; never more than that.
  std::chrono::seconds interval{5};  ///< Between the end of one poll and the next one; from 1 to 60 seconds.
};

/// What one poll says (RFC 8628, section 3.5).
struct DevicePoll {
  /// What it means.
  enum class Kind {
    done,       ///< `tokens` are there: `adopt` them.
    pending,    ///< The user is not done: poll again after the interval.
    slow_down,  ///< The same; the interval grows by 5 seconds for good, or to `interval` if that is more.
    denied,     ///< The user said no.
    expired,    ///< The user took too long. A new request is for the user to begin.
    transient,  ///< 408, 429, 5xx: poll again, after twice the interval, as if no answer had come.
    failed,     ///< Anything else: polling is over.
  };
  Kind kind = Kind::failed;                        ///< Which of the others has a meaning.
  TokenSet tokens{};                               ///< For `done`.
  std::optional<std::chrono::seconds> interval{};  ///< For `slow_down`, where the server says one (GitHub does).
  Error error{};  ///< For all but `done`: `login_refused`, `server_refused`, `bad_answer`.
};

namespace detail {

inline std::optional<std::chrono::seconds> device_seconds(const Field& field, std::chrono::seconds least,
                                                          std::chrono::seconds most) {
  std::optional<std::chrono::seconds> span;
  std::optional<std::chrono::sys_seconds> none;
  read_expiry(field, ExpiryUnit::seconds, span, none);
  if (span) span = clamped(*span, least, most);
  return span;
}

/// How long a device code lives: half an hour at most.
inline std::optional<std::chrono::seconds> device_span(const Field& field) {
  return device_seconds(field, std::chrono::seconds{0}, std::chrono::minutes{30});
}

/// How long to wait between polls: neither a flood nor for ever.
inline std::optional<std::chrono::seconds> device_interval(const Field& field) {
  return device_seconds(field, std::chrono::seconds{1}, std::chrono::seconds{60});
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/device_polling.hpp>
// When a device asks whether its user is done, and when it stops asking (RFC 8628, section 3.5). Time is an argument.
#ifndef KEYTURN_PROTOCOL_DEVICE_POLLING_HPP
#define KEYTURN_PROTOCOL_DEVICE_POLLING_HPP

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

KEYTURN_NAMESPACE_BEGIN

/// The schedule of one device sign-in. Ask when `next()` has come, tell it what came of that, until there is a result:
///
///     while (!polling.late(now)) {
///       …                                                             // wait until polling.next()
///       if (auto end = polling.answered(ask(), now)) return *end;
///     }
///
/// Pauses are counted from the end of one poll to the beginning of the next one, on a clock that runs on while the
/// machine sleeps: after a sleep there is one poll, or none if the code has expired. Pure; not safe for use from
/// several threads.
class DevicePolling {
 public:
  /// How much a pause grows where the server asks for it (RFC 8628, section 3.5), and up to where it is believed.
  static constexpr std::chrono::seconds slow_down_step{5}, longest_pause{60};

  /// `asked`: just before the request for the codes was sent; `received`: when its answer was there.
  DevicePolling(const DeviceAuthorization& codes, TimePoint asked, TimePoint received)
      : pause_{codes.interval}, end_{later(asked, codes.expires_in)}, next_{later(received, pause_)} {}

  /// When to ask next; the end of the codes' life, if that comes first.
  TimePoint next() const { return next_ < end_ ? next_ : end_; }

  /// Whether the codes have expired, so that asking is of no use.
  bool late(TimePoint now) const { return now >= end_; }

  /// From the end of one poll to the next one.
  std::chrono::nanoseconds pause() const { return pause_; }

  /// What the server said. Tokens, or the error that ends the sign-in: `login_refused` if the user said no, `timed_out`
  /// if the codes have expired, else the server's own. Nothing: ask again at `next()`.
  std::optional<Result<TokenSet>> answered(DevicePoll poll, TimePoint now) {
    switch (poll.kind) {
      case DevicePoll::Kind::done:
        return std::move(poll.tokens);
      case DevicePoll::Kind::pending:
        return again(now);
      case DevicePoll::Kind::slow_down:
        // Five seconds more for good, or what the server asks for beyond that; a slip of its own must not be the end.
        pause_ += slow_down_step;
        if (poll.interval) pause_ = std::max<std::chrono::nanoseconds>(pause_, std::min(*poll.interval, longest_pause));
        return again(now);
      case DevicePoll::Kind::transient:
        back_off();
        return again(now, poll.error.retry_after);
      case DevicePoll::Kind::expired:
        return Result<TokenSet>{too_late()};
      case DevicePoll::Kind::denied:
      case DevicePoll::Kind::failed:
        break;
    }
    return Result<TokenSet>{std::move(poll.error)};
  }

  /// The poll brought no answer. What may pass (no connection, no time, no whole answer) is tried again after
  /// twice the pause, for good; anything else ends the sign-in.
  std::optional<Result<TokenSet>> failed(Error error, TimePoint now) {
    switch (error.code) {
      case Errc::not_sent:
      case Errc::no_answer:
      case Errc::timed_out:
      case Errc::bad_answer:
        back_off();
        return again(now);
      default:
        return Result<TokenSet>{std::move(error)};
    }
  }

  /// What a sign-in ends with when `late`.
  static Error too_late() {
    return detail::make_error(Errc::timed_out, "the code has expired before the user was done: begin again");
  }

 private:
  /// Twice the pause, up to a minute; one that is longer already, because the server wants it so, stays.
  void back_off() {
    pause_ = std::max<std::chrono::nanoseconds>(pause_, std::min<std::chrono::nanoseconds>(pause_ * 2, longest_pause));
  }

  std::optional<Result<TokenSet>> again(TimePoint now, std::chrono::milliseconds at_least = {}) {
    next_ = later(now, std::max<std::chrono::nanoseconds>(pause_, at_least));
    return std::nullopt;
  }

  std::chrono::nanoseconds pause_;
  TimePoint end_, next_;
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/oauth2_config.hpp>
// What differs between servers that speak OAuth 2.0, as data; and the grants, which are the ways to log in to them.
#ifndef KEYTURN_PROTOCOL_OAUTH2_CONFIG_HPP
#define KEYTURN_PROTOCOL_OAUTH2_CONFIG_HPP

#include <string>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// How the client says who it is at the token and the revocation endpoint (RFC 6749, section 2.3). Exactly one way, never
/// probed: a refresh token is not for finding out which one a server likes.
enum class ClientAuth {
  none,   ///< A public client, such as an app on a user's device: its id stands in the body.
  basic,  ///< Id and secret, each form encoded, in an Authorization header (section 2.3.1).
  post,   ///< Id and secret in the body.
};

/// The errors of RFC 6749, section 5.2, that mean a dead refresh token: one alone.
inline std::vector<std::string> default_oauth2_errors() { return {"invalid_grant"}; }

/// An auth server, the client as it is registered there, and the API that the tokens are for. Endpoints are absolute
/// URLs; one that is empty is not there. `discover()` fills in what a server tells about itself.
struct OAuth2Config {
  /// Of the auth server; `issuer` is compared byte for byte.
  std::string issuer{}, authorization_endpoint{}, token_endpoint{}, revocation_endpoint{},
      device_authorization_endpoint{};
  std::string api_base{};                     ///< Where the access token goes: paths of calls are resolved below it.
  std::string client_id{};                    ///< As it is registered; no secret.
  Secret client_secret{};                     ///< For `basic` and `post`.
  ClientAuth client_auth = ClientAuth::none;  ///< The one way that is registered there.
  std::string scope{};                        ///< What to ask for, separated by spaces.
  std::vector<std::pair<std::string, std::string>> extra{};  ///< Constant parameters of every token request.
  std::vector<std::string> definitive_errors = default_oauth2_errors();  ///< Errors that end the session.
  /// For servers that refuse a dead refresh token without naming an error. A named error that is not in
  /// `definitive_errors` counts more.
  std::vector<int> definitive_statuses{};

  std::string userinfo_endpoint{};  ///< OpenID Connect: who the user is, for `get()`, if its origin is allowed.
  /// The server says `iss` in every callback, so one without it is not the server's (RFC 9207, section 2.4).
  bool iss_in_callbacks = false;
  /// How the access token is sent, and what answers call it, without regard to case (RFC 6749, section 7.1). One of another
  /// type is not used.
  std::string token_type = "Bearer";
  std::vector<std::string> token_type_aliases{};  ///< Other names for it in answers; an empty one: none at all.
  JsonReads reads{};                              ///< Where things stand in answers, if not where RFC 6749 has them.
  bool sends_idempotency_key = false;             ///< For servers that know `Idempotency-Key`.
  /// What to do when an answer to a refresh was lost. The default suits servers that nothing is known of: one that takes a
  /// spent refresh token for a while does so now, and of one that does not, nothing is lost that was not.
  UnknownOutcome unknown_outcome{UnknownOutcome::Rule::repeat_within, std::chrono::seconds{10}};
};

/// What a callback of the authorization endpoint brought, for tokens (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
struct AuthorizationCode {
  /// What the callback brought; as in the authorization request, empty if there was none in it; and what its challenge was
  /// made of, empty if it had none.
  std::string code{}, redirect_uri{}, code_verifier{};
};

/// The client itself logs in, without a user (RFC 6749, section 4.4). Such a session renews itself without a refresh token.
struct ClientCredentials {};

/// A device whose user has been asked on another one (RFC 8628, section 3.4).
struct DeviceCode {
  std::string device_code{};  ///< Of `DeviceAuthorization`.
};

/// A refresh token obtained elsewhere, such as by an earlier version of the app: the session begins with its first refresh.
struct RefreshToken {
  Secret token{};  ///< Kept until the server gives another one.
};

KEYTURN_NAMESPACE_END

#endif

// <keyturn/device_sign_in.hpp>
// Signs in on a device without a browser: the user types a code in on another one (RFC 8628).
#ifndef KEYTURN_DEVICE_SIGN_IN_HPP
#define KEYTURN_DEVICE_SIGN_IN_HPP

#if KEYTURN_HAS_HOSTED

// <keyturn/builtin/hosted.hpp>
// The platform of desktop and server systems: the system's clocks, its random generator, the standard library's
// threads.
#ifndef KEYTURN_BUILTIN_HOSTED_HPP
#define KEYTURN_BUILTIN_HOSTED_HPP

#include <mutex>

#if defined(_WIN32)
#ifndef NOMINMAX
#error "define NOMINMAX before including keyturn on Windows: its min and max macros break the standard library"
#endif
// It brings windows.h, which by itself would bring an older winsock.h that does not go with it.
#include <winsock2.h>
// The order matters: bcrypt.h needs windows.h.
#include <bcrypt.h>
#else
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>
#else
#include <stdlib.h>
#endif
#endif
#if !defined(__linux__)
#include <condition_variable>
#endif

KEYTURN_NAMESPACE_BEGIN

namespace detail {
#if defined(__linux__)
/// What std::condition_variable is; its header alone is a third of what keyturn's take to compile.
class WakeSignal {
 public:
  WakeSignal() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  WakeSignal(const WakeSignal&) = delete;
  WakeSignal& operator=(const WakeSignal&) = delete;
  ~WakeSignal() { pthread_cond_destroy(&condition_); }

  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) noexcept {
    timespec until{};
    clock_gettime(CLOCK_MONOTONIC, &until);
    const auto nanoseconds = span.count() + until.tv_nsec;
    until.tv_sec += static_cast<time_t>(nanoseconds / 1'000'000'000);
    until.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
    pthread_cond_timedwait(&condition_, mutex.native_handle(), &until);
  }

  void notify_all() noexcept { pthread_cond_broadcast(&condition_); }

 private:
  pthread_cond_t condition_;
};
#else
class WakeSignal {
 public:
  /// `mutex` is locked by the caller, and locked again when this returns.
  void wait_for(std::mutex& mutex, std::chrono::nanoseconds span) {
    std::unique_lock lock{mutex, std::adopt_lock};
    condition_.wait_for(lock, span);
    lock.release();
  }

  void notify_all() noexcept { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};
#endif
}  // namespace detail

/// The default platform. Stateless; every copy is as good as the other.
class Hosted {
 public:
  /// As std::mutex is.
  using Mutex = std::mutex;

  /// As std::condition_variable is, on the steady clock of this platform.
  class Condition {
   public:
    /// Blocks until it is woken, half a minute at most; may wake early. `mutex` is locked by the caller, and again when it
    /// returns.
    void wait(Mutex& mutex) { wait_for(mutex, longest_sleep); }

    /// The same, and wakes at `time` at the latest. The system's waiting clock stands still while the machine sleeps, so a long
    /// wait is cut into slices.
    void wait_until(Mutex& mutex, TimePoint time) {
      wait_for(mutex, std::min(left(time, Hosted{}.now()), longest_sleep));
    }

    /// Wakes all that wait.
    void notify_all() noexcept { signal_.notify_all(); }

   private:
    static constexpr std::chrono::nanoseconds longest_sleep = std::chrono::seconds{30};

    void wait_for(Mutex& mutex, std::chrono::nanoseconds span) { signal_.wait_for(mutex, span); }

    detail::WakeSignal signal_;
  };

  /// A clock that runs on during suspend: CLOCK_BOOTTIME, GetTickCount64 on Windows, in steps of 10 to 16 ms there,
  /// CLOCK_MONOTONIC_RAW's elder CLOCK_MONOTONIC on macOS, which counts sleep there.
  TimePoint now() const noexcept {
#if defined(_WIN32)
    return TimePoint{std::chrono::milliseconds{GetTickCount64()}};
#else
#if defined(CLOCK_BOOTTIME)
    constexpr clockid_t clock = CLOCK_BOOTTIME;
#else
    constexpr clockid_t clock = CLOCK_MONOTONIC;
#endif
    timespec time{};
    clock_gettime(clock, &time);
    return TimePoint{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
#endif
  }

  /// The time of day of the system.
  WallTime wall() const noexcept {
#if defined(CLOCK_REALTIME_COARSE)
    timespec time{};  // a few milliseconds are nothing to what is measured by it
    clock_gettime(CLOCK_REALTIME_COARSE, &time);
    return WallTime{std::chrono::seconds{time.tv_sec} + std::chrono::milliseconds{time.tv_nsec / 1'000'000}};
#else
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
#endif
  }

  /// From the system's generator; false only where that fails.
  bool random(std::span<std::byte> bytes) const noexcept {
#if defined(_WIN32)
    return BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                           BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
#elif defined(__linux__)
    for (std::size_t filled = 0; filled < bytes.size();) {
      const ssize_t got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
      if (got < 0 && errno != EINTR) return false;
      if (got > 0) filled += static_cast<std::size_t>(got);
    }
    return true;
#else
    arc4random_buf(bytes.data(), bytes.size());
    return true;
#endif
  }
};

KEYTURN_NAMESPACE_END

#endif

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

// <keyturn/protocol/oauth2_endpoint.hpp>
// Which URLs may be endpoints of an auth server.
#ifndef KEYTURN_PROTOCOL_OAUTH2_ENDPOINT_HPP
#define KEYTURN_PROTOCOL_OAUTH2_ENDPOINT_HPP

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// An endpoint as it may be used: there, absolute, without a fragment (RFC 6749, sections 3.1 and 3.2), and no plain http
/// but to this machine. `bad_request` or `insecure_url`, whose detail names it.
inline Result<void> check_endpoint(std::string_view name, std::string_view url) {
  if (url.empty()) return make_error(Errc::bad_request, "not in the configuration: ", name);
  const auto origin = origin_of(url);
  if (!origin) return Error{.code = Errc::bad_request, .detail = std::string{name} + ": " + origin.error().detail};
  if (!is_trustworthy(*origin)) return make_error(Errc::insecure_url, "plain http: ", name);
  if (url.find('#') != url.npos) return make_error(Errc::bad_request, "it has a fragment: ", name);
  return {};
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/discovery.hpp>
// What an auth server tells about itself (RFC 8414; OpenID Connect Discovery 1.0): where it says so, and how that is read.
// Pure pieces, for hosts that send their own requests; `discover` of <keyturn/oauth2.hpp> puts them together.
#ifndef KEYTURN_PROTOCOL_DISCOVERY_HPP
#define KEYTURN_PROTOCOL_DISCOVERY_HPP

#include <array>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// The two places where the document of an issuer may stand, in the order in which to ask: RFC 8414, section 3.1, then
/// OpenID Connect's. `bad_request` for an issuer that is no URL, or has a query or a fragment; `insecure_url` for plain http
/// but to this machine. The detail names the issuer.
inline Result<std::array<std::string, 2>> discovery_urls(std::string_view issuer) {
  const auto fault = [&](Errc code, std::string_view why) {
    return Error{.code = code, .detail = "issuer " + std::string{issuer} + ": " + std::string{why}};
  };
  const auto origin = origin_of(issuer);
  if (!origin) return fault(Errc::bad_request, origin.error().detail);
  if (!is_trustworthy(*origin)) return fault(Errc::insecure_url, "plain http");
  if (issuer.find_first_of("?#") != issuer.npos) return fault(Errc::bad_request, "it has a query or a fragment");

  const std::size_t path = std::min(issuer.find('/', issuer.find("://") + 3), issuer.size());
  std::string_view below = issuer;
  while (below.size() > path && below.ends_with('/')) below.remove_suffix(1);
  std::string first{issuer.substr(0, path)};
  first += "/.well-known/oauth-authorization-server";
  first += below.substr(path);
  return std::array<std::string, 2>{std::move(first), join_url(below, "/.well-known/openid-configuration")};
}

/// The request for one of them: bare, in ten seconds, for a mebibyte at most.
inline Request discovery_request(std::string url) {
  Request request{.url = std::move(url),
                  .auth = Auth::none,
                  .timeout = std::chrono::seconds{10},
                  .max_response = std::size_t{1} << 20};
  request.headers.add("Accept", "application/json");
  return request;
}

/// The endpoints in a document, if it is that of this very issuer: compared byte for byte (RFC 8414, section 3.3), a slash
/// at the end included. Endpoints may be on other hosts, as Google's are, for the issuer vouches for them; on plain http
/// only where both are this machine. What the document does not say, such as the client's id, is left to the caller.
/// `server_refused` with the status for an answer that is no 200; `bad_answer`, which names the member, for a document that
/// cannot be used.
template <Codec C>
Result<OAuth2Config> read_discovery(const C& codec, std::string_view issuer, const Response& answer) {
  if (answer.status != 200) {
    Error error = detail::make_error(Errc::server_refused, "answered with status ", std::to_string(answer.status));
    error.status = answer.status;
    return error;
  }
  OAuth2Config config;
  enum { own, iss, endpoints };
  constexpr std::array<std::string_view, 7> paths{"issuer",
                                                  "authorization_response_iss_parameter_supported",
                                                  "authorization_endpoint",
                                                  "token_endpoint",
                                                  "revocation_endpoint",
                                                  "device_authorization_endpoint",
                                                  "userinfo_endpoint"};
  const std::array<std::string*, 5> into{&config.authorization_endpoint, &config.token_endpoint,
                                         &config.revocation_endpoint, &config.device_authorization_endpoint,
                                         &config.userinfo_endpoint};
  std::array<Field, paths.size()> fields;
  if (auto read = codec.read(answer.body, paths, fields); !read) return std::move(read).error();
  if (fields[own].kind != Field::Kind::text || fields[own].text != issuer)
    return detail::make_error(Errc::bad_answer, "the document is another issuer's");

  const auto home = origin_of(issuer);
  for (std::size_t i = 0; i < into.size(); ++i) {
    Field& field = fields[endpoints + i];
    const std::string_view name = paths[endpoints + i];
    if (field.kind == Field::Kind::missing || field.kind == Field::Kind::null) continue;
    if (field.kind != Field::Kind::text) return detail::make_error(Errc::bad_answer, "it is no string: ", name);
    if (auto usable = detail::check_endpoint(name, field.text); !usable)
      return detail::make_error(Errc::bad_answer, usable.error().detail.data());
    if (!origin_of(field.text)->secure && !(home && is_loopback(*home)))
      return detail::make_error(Errc::bad_answer, "plain http: ", name);
    *into[i] = std::move(field.text);
  }
  if (config.token_endpoint.empty()) return detail::make_error(Errc::bad_answer, "it is missing: ", "token_endpoint");
  config.issuer = issuer;
  config.iss_in_callbacks = fields[iss].kind == Field::Kind::boolean && fields[iss].boolean;
  return config;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/drive/discover.hpp>
// Asks an issuer for its endpoints, with either kind of transport.
#ifndef KEYTURN_DRIVE_DISCOVER_HPP
#define KEYTURN_DRIVE_DISCOVER_HPP

KEYTURN_NAMESPACE_BEGIN

namespace drive {

/// The places where an issuer's document may stand, one after another. The first that can be used ends it; so does an
/// error of the transport, for there is no answer at the other place either. The error is that of the first place where a
/// document was, else of the last place; its detail names the URL.
template <Codec C>
class Discovery {
 public:
  Discovery(C codec, std::string_view issuer) : codec_{std::move(codec)}, issuer_{issuer} {
    auto urls = discovery_urls(issuer);
    if (urls)
      urls_ = std::move(*urls);
    else
      result_ = std::move(urls.error());
    over_ = !urls;
  }

  bool is_over() const { return over_; }
  Request request() const { return discovery_request(urls_[place_]); }
  Result<OAuth2Config> result() && { return std::move(result_); }

  /// The answer to that request.
  void take(Result<Response> answer) {
    auto found = answer ? read_discovery(codec_, issuer_, *answer) : Result<OAuth2Config>{answer.error()};
    over_ = found || !answer || place_ + 1 == urls_.size();
    const bool was_there = place_ > 0 && result_.error().status == 0;
    if (!found) found.error().detail = urls_[place_] + ": " + found.error().detail;
    if (found || !was_there) result_ = std::move(found);
    ++place_;
  }

 private:
  C codec_;
  std::string issuer_;
  std::array<std::string, 2> urls_;
  std::size_t place_ = 0;
  bool over_ = false;
  Result<OAuth2Config> result_ = Error{};
};

/// The endpoints of an issuer. Blocks for two requests at most, ten seconds each. Errors: those of `discovery_urls`, of
/// the transport and of `read_discovery`.
template <Codec C, BlockingTransport T>
Result<OAuth2Config> discover(const C& codec, T& transport, std::string_view issuer) {
  Discovery<C> discovery{codec, issuer};
  while (!discovery.is_over())
    discovery.take(guarded<Response>(Errc::no_answer, [&] { return transport.send(discovery.request()); }));
  return std::move(discovery).result();
}

/// The same without blocking; `done` is called as the transport completes. The transport must outlive that.
template <Codec C, AsyncTransport T>
void discover(Discovery<C> discovery, T& transport, Completion<OAuth2Config> done) {
  if (discovery.is_over()) return done(std::move(discovery).result());
  Request request = discovery.request();
  transport.send(std::move(request), Completion<Response>{[discovery = std::move(discovery), &transport,
                                                           done](Result<Response> answer) mutable {
                   discovery.take(std::move(answer));
                   discover(std::move(discovery), transport, std::move(done));
                 }});
}

}  // namespace drive

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/form.hpp>
// Writes and reads application/x-www-form-urlencoded text (RFC 6749, appendix B), in bodies and in queries.
#ifndef KEYTURN_PROTOCOL_FORM_HPP
#define KEYTURN_PROTOCOL_FORM_HPP

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// A name with its value, as plain bytes.
struct FormField {
  std::string_view name{}, value{};  ///< Not encoded yet. The caller keeps the characters.
};

/// The same, of text that was decoded; the value may be a token.
struct DecodedField {
  std::string name{};  ///< Decoded; any bytes.
  Secret value{};      ///< Decoded; any bytes.
};

namespace detail {

constexpr bool stays_in_form(char c) {
  return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '*';
}

constexpr std::size_t form_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) size += stays_in_form(c) || c == ' ' ? 1u : 3u;
  return size;
}

/// Gives `put` each character: bytes as they are, those of UTF-8 text too, and a space as "+".
template <class Put>
constexpr void write_form(Put&& put, std::string_view text) {
  for (const char c : text) {
    if (stays_in_form(c) || c == ' ') {
      put(c == ' ' ? '+' : c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    put('%');
    put("0123456789ABCDEF"[byte >> 4]);
    put("0123456789ABCDEF"[byte & 15]);
  }
}

inline void append_form(std::string& out, std::string_view text) {
  write_form([&out](char c) { out += c; }, text);
}

constexpr int hex_value(char c) { return is_digit(c) ? c - '0' : lower(c) - 'a' + 10; }

/// Nothing where a percent sign is not followed by two hexadecimal digits.
inline Maybe<Secret> decode_form(std::string_view text) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size(); ++i, ++size) {
    if (text[i] != '%') continue;
    if (text.size() - i < 3 || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return {};
    i += 2;
  }
  return Secret{size, [text](char* into) {
                  for (std::size_t i = 0; i < text.size(); ++i) {
                    if (text[i] != '%') {
                      *into++ = text[i] == '+' ? ' ' : text[i];
                      continue;
                    }
                    *into++ = static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
                    i += 2;
                  }
                }};
}

}  // namespace detail

/// The fields joined with "&", in one buffer of the right size from the start, so that no piece of a secret stays behind in
/// another.
inline std::string form_text(const List<FormField>& fields) {
  std::size_t size = 0;
  for (const FormField& field : fields) size += detail::form_size(field.name) + detail::form_size(field.value) + 2;
  std::string text;
  // Never so short that it would stand inside the string object: moving that would leave a copy.
  text.reserve(size < sizeof(std::string) ? sizeof(std::string) : size);
  for (const FormField& field : fields) {
    if (!text.empty()) text += '&';
    detail::append_form(text, field.name);
    text += '=';
    detail::append_form(text, field.value);
  }
  return text;
}

/// The fields of such text, in order. `bad_answer`, which repeats nothing of it, where it is none.
inline Result<List<DecodedField>> read_form(std::string_view text) {
  List<DecodedField> fields;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(piece.size() < text.size() ? piece.size() + 1 : piece.size());
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    auto name = detail::decode_form(piece.substr(0, equals));
    auto value = detail::decode_form(equals == piece.npos ? std::string_view{} : piece.substr(equals + 1));
    if (!name || !value)
      return detail::make_error(Errc::bad_answer, "not form encoded: a percent sign without its digits");
    fields.push({std::string{name->view()}, std::move(*value)});
  }
  return fields;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/oauth2_errors.hpp>
// The words by which OAuth 2.0 servers name errors. Only these stand in errors for people: any other text of an answer
// might be a secret.
#ifndef KEYTURN_PROTOCOL_OAUTH2_ERRORS_HPP
#define KEYTURN_PROTOCOL_OAUTH2_ERRORS_HPP

#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// Errors that say the same however often they are asked: the client's registration or the configuration is wrong, or the
/// server wants to see the user.
constexpr bool is_lasting_oauth2_error(std::string_view word) {
  for (const std::string_view one :
       {"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_target",
        "interaction_required", "login_required", "consent_required", "account_selection_required", "mfa_required",
        "insufficient_user_authentication", "access_denied"})
    if (word == one) return true;
  return false;
}

/// Whether `word` is registered as an error (IANA, OAuth Extensions Error Registry), or as good as that.
constexpr bool is_oauth2_error(std::string_view word) {
  for (const std::string_view one :
       {"invalid_request", "invalid_grant", "unsupported_response_type", "server_error", "temporarily_unavailable",
        "authorization_pending", "slow_down", "expired_token", "unsupported_token_type", "invalid_token",
        "insufficient_scope", "invalid_dpop_proof", "use_dpop_nonce", "invalid_request_uri", "invalid_request_object",
        "request_not_supported", "request_uri_not_supported", "registration_not_supported"})
    if (word == one) return true;
  return is_lasting_oauth2_error(word);
}

}  // namespace detail

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/authorization.hpp>
// The part of a sign-in that takes place in the user's browser (RFC 6749, section 4.1, with RFC 7636 and RFC 9207): the URL
// that opens it, and what comes back. Pure text: who opens the browser and who listens is another's business.
//
//     const auto url = authorization_url(config, {.redirect_uri = uri, .state = state, .code_challenge = challenge});
//     …                                                  // the browser comes back to the redirect URI with a query
//     const auto answer = read_callback(query);          // what stands there
//     const auto code = check_callback(config, state, *answer);   // whether to believe it
//     client.login(AuthorizationCode{*code, uri, verifier});
#ifndef KEYTURN_PROTOCOL_AUTHORIZATION_HPP
#define KEYTURN_PROTOCOL_AUTHORIZATION_HPP

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// What one sign-in asks for.
struct AuthorizationRequest {
  std::string redirect_uri{};    ///< Where the browser is sent back to; empty: the one that is registered.
  std::string state{};           ///< Random, for this sign-in alone.
  std::string code_challenge{};  ///< BASE64URL(SHA256(code_verifier)), for the method S256 (RFC 7636, section 4.2).
  std::string nonce{};           ///< OpenID Connect; empty: none.
  std::string scope{};           ///< Empty: that of the configuration.
  std::vector<std::pair<std::string, std::string>> extra{};  ///< Such as prompt, login_hint, resource.
};

/// What the server's redirect says; what does not stand there is empty.
struct AuthorizationAnswer {
  std::string code{}, state{}, iss{}, error{}, error_description{};  ///< The parameters of these names, decoded.
};

namespace detail {

/// 32 bytes as base64url (RFC 7636, section 4.2).
constexpr bool is_code_challenge(std::string_view text) {
  for (const char c : text)
    if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '_') return false;
  return text.size() == 43;
}

}  // namespace detail

/// The URL for the browser, with `response_type=code`. `bad_request` that names what is missing, or an endpoint or a
/// constant parameter that cannot be; `insecure_url` if the endpoint is plain http.
inline Result<std::string> authorization_url(const OAuth2Config& config, const AuthorizationRequest& request) {
  const std::string_view endpoint = config.authorization_endpoint;
  if (auto usable = detail::check_endpoint("authorization_endpoint", endpoint); !usable) return usable.error();
  if (config.client_id.empty()) return detail::make_error(Errc::bad_request, "not in the configuration: client_id");
  if (request.state.empty()) return detail::make_error(Errc::bad_request, "a sign-in without a state");
  if (!detail::is_code_challenge(request.code_challenge))
    return detail::make_error(Errc::bad_request, "the code challenge is not 43 characters of base64url");

  List<FormField> fields;
  const auto add = [&fields](std::string_view name, std::string_view value) {
    if (!value.empty()) fields.push({name, value});
  };
  add("response_type", "code");
  add("client_id", config.client_id);
  add("redirect_uri", request.redirect_uri);
  add("scope", request.scope.empty() ? config.scope : request.scope);
  add("state", request.state);
  add("code_challenge", request.code_challenge);
  add("code_challenge_method", "S256");
  add("nonce", request.nonce);
  for (const auto& [name, value] : request.extra) {
    for (const FormField& field : fields)
      if (field.name == name) return detail::make_error(Errc::bad_request, "extra parameter given twice: ", name);
    fields.push({name, value});
  }
  return std::string{endpoint} + (endpoint.find('?') == endpoint.npos ? '?' : '&') + form_text(fields);
}

/// Takes a callback apart: a query, or a URL or request target with one. `bad_answer` if it is not form encoded, or says
/// something twice (RFC 6749, section 3.1). Believes nothing: see `check_callback`.
inline Result<AuthorizationAnswer> read_callback(std::string_view callback) {
  callback = callback.substr(0, callback.find('#'));
  const std::size_t question = callback.find('?');
  if (callback.starts_with('/') || callback.starts_with('?') || is_absolute_url(callback))
    callback = question == callback.npos ? std::string_view{} : callback.substr(question + 1);
  auto fields = read_form(callback);
  if (!fields) return std::move(fields).error();

  AuthorizationAnswer answer;
  constexpr std::string_view names[]{"code", "state", "iss", "error", "error_description"};
  std::string* const values[]{&answer.code, &answer.state, &answer.iss, &answer.error, &answer.error_description};
  bool seen[std::size(names)]{};
  for (const DecodedField& field : *fields)
    for (std::size_t i = 0; i < std::size(names); ++i) {
      if (field.name != names[i]) continue;
      if (std::exchange(seen[i], true))
        return detail::make_error(Errc::bad_answer, "a callback says twice: ", names[i]);
      *values[i] = field.value.view();
    }
  return answer;
}

/// The code of a callback that is the answer to this very sign-in. `state` is compared in constant time, and `iss` byte for
/// byte with the issuer, in refusals too (RFC 9207, section 2.4); without an issuer in the configuration there is nothing
/// to compare with. Errors: `bad_answer` for a callback that is somebody else's, so that the listener goes on waiting;
/// `login_refused` if the server says no, with its error in the detail where it is a registered one.
inline Result<std::string> check_callback(const OAuth2Config& config, std::string_view state,
                                          const AuthorizationAnswer& answer) {
  if (state.empty() || !(Secret{state} == Secret{std::string_view{answer.state}}))
    return detail::make_error(Errc::bad_answer, "a callback with another state");
  if (answer.iss.empty() && config.iss_in_callbacks)
    return detail::make_error(Errc::bad_answer, "a callback without the issuer");
  if (!answer.iss.empty() && answer.iss != config.issuer && (config.iss_in_callbacks || !config.issuer.empty()))
    return detail::make_error(Errc::bad_answer, "a callback of another issuer");
  if (!answer.error.empty())
    return detail::make_error(Errc::login_refused, "the auth server refused the sign-in",
                              detail::is_oauth2_error(answer.error) ? ": " + answer.error : std::string{});
  if (answer.code.empty()) return detail::make_error(Errc::bad_answer, "a callback without a code");
  return answer.code;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/client_auth.hpp>
// The Authorization header with which a client says who it is (RFC 6749, section 2.3.1; RFC 7617).
#ifndef KEYTURN_PROTOCOL_CLIENT_AUTH_HPP
#define KEYTURN_PROTOCOL_CLIENT_AUTH_HPP

#include <cstdint>
#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

namespace detail {

/// With padding (RFC 4648, section 4).
inline void append_base64(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (; !bytes.empty(); bytes.remove_prefix(bytes.size() < 3 ? bytes.size() : 3)) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i) out += i <= bytes.size() ? digits[bits >> (18 - 6 * i) & 63] : '=';
  }
}

}  // namespace detail

/// "Basic …" of id and secret, each form encoded first, so that a colon in either of them divides nothing. Stands in one
/// buffer; what it was made of is wiped.
inline std::string basic_authorization(std::string_view client_id, std::string_view client_secret) {
  const Secret pair{detail::form_size(client_id) + 1 + detail::form_size(client_secret), [&](char* into) {
                      const auto put = [&into](char c) { *into++ = c; };
                      detail::write_form(put, client_id);
                      put(':');
                      detail::write_form(put, client_secret);
                    }};
  std::string text;
  text.reserve(6 + (pair.size() + 2) / 3 * 4 + sizeof(std::string));  // never inside the string object itself
  text += "Basic ";
  detail::append_base64(text, pair.view());
  return text;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/oauth2.hpp>
// OAuth 2.0 (RFC 6749): token requests as forms, their answers, revocation (RFC 7009), device authorization (RFC 8628).
#ifndef KEYTURN_PROTOCOL_OAUTH2_HPP
#define KEYTURN_PROTOCOL_OAUTH2_HPP

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// Speaks to the auth server that an `OAuth2Config` describes, reading answers with a `Codec`.
///
/// Every token request is a POST of a form with one kind of client authentication. The requests hold the secrets that they
/// carry once, in their body or in one header, and nowhere else; the client wipes them after use. Const calls alone, safe
/// from many threads at once, never blocks, throws nothing of its own.
///
/// Requests may be `bad_request`, which names what is missing in the configuration or cannot be, and `insecure_url` for an
/// endpoint on plain http.
template <class C>
class BasicOAuth2 {
  static_assert(explain_codec<C>());

 public:
  /// The client checks the configuration when it is used.
  explicit BasicOAuth2(OAuth2Config config, C codec = {}) : config_{std::move(config)}, codec_{std::move(codec)} {}

  /// Valid as long as this object is.
  std::string_view api_base() const noexcept { return config_.api_base; }

  /// The configuration. Valid as long as this object is.
  const OAuth2Config& config() const noexcept { return config_; }

  /// As the configuration has it.
  UnknownOutcome unknown_outcome() const noexcept { return config_.unknown_outcome; }
  bool idempotency_key() const noexcept { return config_.sends_idempotency_key; }

  /// Exchanges the code of a callback for tokens.
  Result<Request> login_request(const AuthorizationCode& grant) const {
    List<FormField> fields;
    fields.push({"grant_type", "authorization_code"});
    fields.push({"code", grant.code});
    if (!grant.redirect_uri.empty()) fields.push({"redirect_uri", grant.redirect_uri});
    if (!grant.code_verifier.empty()) fields.push({"code_verifier", grant.code_verifier});
    return token_request(std::move(fields));
  }

  /// One poll, whose answer `read_device_poll` reads; or the last step, where the user is known to be done.
  Result<Request> login_request(const DeviceCode& grant) const {
    List<FormField> fields;
    fields.push({"grant_type", "urn:ietf:params:oauth:grant-type:device_code"});
    fields.push({"device_code", grant.device_code});
    return token_request(std::move(fields));
  }

  /// The client logs in as itself (RFC 6749, section 4.4.2).
  Result<Request> login_request(const ClientCredentials&) const {
    List<FormField> fields;
    fields.push({"grant_type", "client_credentials"});
    return token_request(with_scope(std::move(fields)));
  }

  /// Legacy: RFC 9700, section 2.4, forbids this grant, because the app sees the user's password. For servers that know
  /// nothing better. `bad_request` too if user name or password are not UTF-8 (RFC 6749, appendix B).
  Result<Request> login_request(const Password& grant) const {
    if (!detail::is_utf8(grant.username) || !detail::is_utf8(grant.password.view()))
      return detail::make_error(Errc::bad_request, "user name or password is not UTF-8");
    List<FormField> fields;
    fields.push({"grant_type", "password"});
    fields.push({"username", grant.username});
    fields.push({"password", grant.password.view()});
    return token_request(with_scope(std::move(fields)));
  }

  /// A refresh, with which the session begins. Also `bad_request` if the token is empty.
  Result<Request> login_request(const RefreshToken& grant) const {
    return refresh_request({.refresh_token = grant.token});
  }

  /// Asks for a code that the user types in on another device (RFC 8628, section 3.1).
  Result<Request> device_authorization_request() const {
    return post("device_authorization_endpoint", config_.device_authorization_endpoint, with_scope({}));
  }

  /// `login_refused` or `server_refused` as `error_of` has it; `bad_answer` if something that must be there is missing, or
  /// cannot be shown to a user.
  Result<DeviceAuthorization> read_device_authorization(const Response& answer) const;

  /// What the answer to a request with `DeviceCode` says.
  DevicePoll read_device_poll(const Response& answer) const;

  /// Never with a scope: a refresh keeps what was granted (RFC 6749, section 6). For a session that client credentials
  /// began, they are sent again.
  Result<Request> refresh_request(const TokenSet& tokens) const {
    if (tokens.refresh_token == renewed_by_client()) return login_request(ClientCredentials{});
    if (tokens.refresh_token.empty()) return detail::make_error(Errc::bad_request, "there is no refresh token to send");
    List<FormField> fields;
    fields.push({"grant_type", "refresh_token"});
    fields.push({"refresh_token", tokens.refresh_token.view()});
    return token_request(std::move(fields));
  }

  /// One request for each token that is there, the refresh token's first, because that one should end all that was granted
  /// with it (RFC 7009, section 2.1). None where the server has no such endpoint: its tokens live until they expire.
  std::vector<Request> logout_requests(const TokenSet& tokens) const {
    std::vector<Request> requests;
    const auto add = [&](const Secret& token, std::string_view hint) {
      if (token.empty() || config_.revocation_endpoint.empty() || token == renewed_by_client()) return;
      List<FormField> fields;
      fields.push({"token", token.view()});
      fields.push({"token_type_hint", hint});
      auto request = post("revocation_endpoint", config_.revocation_endpoint, std::move(fields));
      // One that is refused unsent, and says why: a logout that revokes nothing must not look like one that does.
      const std::string& endpoint = config_.revocation_endpoint;
      if (!request) request = Request{.url = is_absolute_url(endpoint) ? endpoint : "revocation_endpoint:" + endpoint};
      requests.push_back(*std::move(request));
    };
    add(tokens.refresh_token, "refresh_token");
    add(tokens.access_token, "access_token");
    return requests;
  }

  /// Whether the answer to one of them says that the token is dead (RFC 7009, section 2.2). An access token that the server
  /// cannot revoke (`unsupported_token_type`) is no failure; 401 is one, for it is the client that is unknown there.
  bool confirms_logout(const Response& answer) const {
    return is_success(answer.status) || error_word(answer) == "unsupported_token_type";
  }

  /// The tokens in an answer, whatever its status. `bad_answer` if there are none, if it names an error, or where a refresh
  /// token stands that is no string. An access token that cannot be sent (no string, not visible ASCII, of another type
  /// than the configuration has) counts as missing if there is a refresh token, because a rotated refresh token must not be
  /// lost.
  Result<TokenSet> read_tokens(const Response& answer) const;

  /// What the answer to a login need not repeat: the scope, if it is as it was asked for (RFC 6749, section 5.1), and a
  /// refresh token that was brought along. A session of client credentials is marked as one that renews itself.
  template <class Grant>
  TokenSet implied_tokens(const Grant& grant) const {
    TokenSet implied{.scope = config_.scope};
    if constexpr (std::is_same_v<Grant, RefreshToken>) implied.refresh_token = grant.token;
    if constexpr (std::is_same_v<Grant, ClientCredentials>) implied.refresh_token = renewed_by_client();
    return implied;
  }

  /// 2xx with tokens and no error renews; 408, 429 and 5xx are transient; then `definitive_errors` decide, then
  /// `definitive_statuses`, unless another error is named. All else is transient.
  Verdict refresh_verdict(const Response& answer) const {
    const int status = answer.status;
    if (is_success(status) && read_tokens(answer)) return Verdict::renewed;
    if (is_transient(status)) return Verdict::transient;
    const std::string error = error_word(answer);
    if (!error.empty())
      return detail::contains(config_.definitive_errors, error) ? Verdict::refused : Verdict::transient;
    return detail::contains(config_.definitive_statuses, status) ? Verdict::refused : Verdict::transient;
  }

  /// What an answer says that brings nothing: `login_refused` for errors that last until somebody changes the
  /// configuration or asks the user, `bad_answer` for a success that cannot be read, else `server_refused`. The detail
  /// names the error, if it is a registered one.
  Error error_of(const Response& answer) const {
    const std::string word = error_word(answer);
    const bool lasts = !is_transient(answer.status) && detail::is_lasting_oauth2_error(word);
    const bool unreadable = is_success(answer.status) && word.empty();
    Error error = detail::make_error(lasts        ? Errc::login_refused
                                     : unreadable ? Errc::bad_answer
                                                  : Errc::server_refused,
                                     "the auth server answered with status ", std::to_string(answer.status));
    error.detail += told(word);
    error.status = answer.status;
    return error;
  }

 private:
  /// What a session that client credentials began keeps in the place of a refresh token: no token, since a control
  /// character stands in it (RFC 6749, appendix A.17).
  static Secret renewed_by_client() { return "\001client_credentials"; }

  static bool is_transient(int status) { return status == 408 || status == 429 || status >= 500; }

  static Error bad_answer(const char* why) { return detail::make_error(Errc::bad_answer, why); }

  List<FormField> with_scope(List<FormField> fields) const {
    if (!config_.scope.empty()) fields.push({"scope", config_.scope});
    return fields;
  }

  Result<Request> token_request(List<FormField> fields) const {
    for (const auto& [name, value] : config_.extra) {
      for (const FormField& field : fields)
        if (field.name == name) return detail::make_error(Errc::bad_request, "extra parameter given twice: ", name);
      fields.push({name, value});
    }
    return post("token_endpoint", config_.token_endpoint, std::move(fields));
  }

  Result<Request> post(std::string_view name, const std::string& endpoint, List<FormField> fields) const;

  /// What stands at each path. Of a form-encoded answer (GitHub's, unless asked for JSON), the paths are names.
  Result<void> read(const Response& answer, std::span<const std::string_view> paths, std::span<Field> out) const;

  /// The error that an answer names; empty if it names none.
  std::string error_word(const Response& answer) const {
    const std::array<std::string_view, 1> paths{config_.reads.error};
    std::array<Field, 1> fields;
    if (!read(answer, paths, fields) || fields[0].kind != Field::Kind::text) return {};
    return std::move(fields[0].text);
  }

  /// The same for people, after a colon.
  std::string told(const std::string& word) const {
    const bool known = detail::is_oauth2_error(word) || detail::contains(config_.definitive_errors, word);
    return known ? ": " + word : std::string{};
  }

  /// Whether the access token is of the type that the configuration has; else why not.
  const char* type_fault(const Field& field) const {
    if (!detail::is_absent(field) && field.kind != Field::Kind::text) return "the token type is no string";
    if (!field.text.empty() && detail::equal_ignoring_case(field.text, config_.token_type)) return nullptr;
    for (const std::string& alias : config_.token_type_aliases)
      if (detail::equal_ignoring_case(field.text, alias)) return nullptr;
    return field.text.empty() ? "the token type is missing" : "the access token is of an unknown type";
  }

  OAuth2Config config_;
  C codec_;
};

template <class C>
Result<Request> BasicOAuth2<C>::post(std::string_view name, const std::string& endpoint, List<FormField> fields) const {
  if (auto usable = detail::check_endpoint(name, endpoint); !usable) return usable.error();
  const bool basic = config_.client_auth == ClientAuth::basic;
  if (!basic && !config_.client_id.empty()) fields.push({"client_id", config_.client_id});
  if (config_.client_auth == ClientAuth::post) fields.push({"client_secret", config_.client_secret.view()});
  Request request{
      .method = "POST", .url = endpoint, .body = form_text(fields), .auth = Auth::none, .at_most_once = true};
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.headers.add("Accept", "application/json");
  if (basic) request.headers.add("Authorization", basic_authorization(config_.client_id, config_.client_secret.view()));
  return request;
}

template <class C>
Result<void> BasicOAuth2<C>::read(const Response& answer, std::span<const std::string_view> paths,
                                  std::span<Field> out) const {
  const std::string_view type = answer.headers.get("Content-Type").value_or("");
  const std::string_view media_type = detail::trim(type.substr(0, type.find(';')));
  if (!detail::equal_ignoring_case(media_type, "application/x-www-form-urlencoded"))
    return codec_.read(answer.body, paths, out);

  auto fields = read_form(answer.body);
  if (!fields) return std::move(fields).error();
  bool twice = false;
  for (const DecodedField& field : *fields)
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (field.name != paths[i]) continue;
      twice |= out[i].kind != Field::Kind::missing;
      out[i].kind = Field::Kind::text;
      out[i].text = field.value.view();
    }
  if (twice) return bad_answer("the answer says something twice");
  return {};
}

template <class C>
Result<TokenSet> BasicOAuth2<C>::read_tokens(const Response& answer) const {
  enum { access, refresh, id, type, scope, expires, refresh_expires, error, count };
  const JsonReads& reads = config_.reads;
  const std::array<std::string_view, count> paths{
      reads.access_token, reads.refresh_token,   "id_token", reads.token_type, "scope",
      reads.expires,      reads.refresh_expires, reads.error};
  detail::SecretFields<count> fields;
  if (auto read_fields = read(answer, paths, fields); !read_fields) return std::move(read_fields).error();
  if (!detail::is_absent(fields[error]) && !(fields[error].kind == Field::Kind::text && fields[error].text.empty()))
    return detail::make_error(Errc::login_refused, "the auth server answered with an error", told(fields[error].text));

  TokenSet tokens;
  if (fields[refresh].kind == Field::Kind::text)
    tokens.refresh_token = Secret{std::string_view{fields[refresh].text}};
  else if (!detail::is_absent(fields[refresh]))
    return bad_answer("the refresh token is no string");
  if (tokens.refresh_token == renewed_by_client()) return bad_answer("the refresh token is none");

  const char* const fault = type_fault(fields[type]);
  tokens.token_type = config_.token_type;
  if (fault == nullptr && detail::is_visible_ascii(fields[access].text))
    tokens.access_token = Secret{std::string_view{fields[access].text}};
  if (tokens.access_token.empty() && tokens.refresh_token.empty())
    return bad_answer(fault != nullptr && !fields[access].text.empty() ? fault
                                                                       : "there is no usable token in the answer");
  if (fields[id].kind == Field::Kind::text) tokens.id_token = Secret{std::string_view{fields[id].text}};
  if (fields[scope].kind == Field::Kind::text) tokens.scope = std::move(fields[scope].text);

  detail::read_expiry(fields[expires], ExpiryUnit::seconds, tokens.expires_in, tokens.expires_at);
  detail::read_expiry(fields[refresh_expires], ExpiryUnit::seconds, tokens.refresh_expires_in,
                      tokens.refresh_expires_at);
  if (!tokens.expires_in) tokens.expires_at = jwt_expiry(codec_, tokens.access_token.view());
  return tokens;
}

template <class C>
Result<DeviceAuthorization> BasicOAuth2<C>::read_device_authorization(const Response& answer) const {
  if (!is_success(answer.status) || !error_word(answer).empty()) return error_of(answer);
  enum { code, shown, uri, complete, expires, interval, count };
  constexpr std::array<std::string_view, count> paths{
      "device_code", "user_code", "verification_uri", "verification_uri_complete", "expires_in", "interval"};
  detail::SecretFields<count> fields;
  if (auto read_fields = read(answer, paths, fields); !read_fields) return std::move(read_fields).error();
  if (fields[code].text.empty()) return bad_answer("there is no device_code in the answer");
  // These are shown in terminals: no control characters.
  if (!detail::is_visible_ascii(fields[shown].text)) return bad_answer("there is no user_code in the answer");
  const auto is_link = [](const Field& field) {
    const auto origin = origin_of(field.text);
    return origin && is_trustworthy(*origin);
  };
  if (!is_link(fields[uri])) return bad_answer("there is no https verification_uri in the answer");

  DeviceAuthorization device;
  device.device_code = std::move(fields[code].text);
  device.user_code = std::move(fields[shown].text);
  device.verification_uri = std::move(fields[uri].text);
  if (is_link(fields[complete])) device.verification_uri_complete = std::move(fields[complete].text);
  device.expires_in = detail::device_span(fields[expires]).value_or(device.expires_in);
  device.interval = detail::device_interval(fields[interval]).value_or(device.interval);
  return device;
}

template <class C>
DevicePoll BasicOAuth2<C>::read_device_poll(const Response& answer) const {
  using Kind = DevicePoll::Kind;
  DevicePoll poll;
  const std::string error = error_word(answer);
  if (error.empty() && is_success(answer.status)) {
    auto tokens = read_tokens(answer);
    if (tokens) {
      poll.kind = Kind::done;
      poll.tokens = *std::move(tokens);
      if (poll.tokens.scope.empty()) poll.tokens.scope = config_.scope;
    } else {
      poll.error = std::move(tokens).error();
    }
    return poll;
  }
  poll.error = error_of(answer);
  if (error == "authorization_pending") {
    poll.kind = Kind::pending;
  } else if (error == "slow_down") {
    poll.kind = Kind::slow_down;
    constexpr std::array<std::string_view, 1> paths{"interval"};
    std::array<Field, 1> fields;
    if (read(answer, paths, fields)) poll.interval = detail::device_interval(fields[0]);
  } else if (error == "access_denied") {
    poll.kind = Kind::denied;
  } else if (error == "expired_token") {
    poll.kind = Kind::expired;
  } else if (is_transient(answer.status) || error == "server_error" || error == "temporarily_unavailable") {
    poll.kind = Kind::transient;
  }
  return poll;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/servers.hpp>
// What is known of real auth servers, as one table: how their answers look, and what they do with a spent refresh token.
#ifndef KEYTURN_PROTOCOL_SERVERS_HPP
#define KEYTURN_PROTOCOL_SERVERS_HPP

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

KEYTURN_NAMESPACE_BEGIN

/// The facts of one server, as it is set up by default. Lists are separated by spaces. What stands empty is as the protocol
/// has it.
struct ServerFacts {
  /// Which protocol it speaks.
  enum class Speaks {
    oauth2,  ///< For `with_facts_of`.
    json     ///< For `json_api_of`.
  };

  std::string_view name{};         ///< By which it is found; lower case.
  Speaks speaks = Speaks::oauth2;  ///< Which of the facts below count.
  std::string_view base{};         ///< How its issuer looks, or the base URL: for people.
  std::string_view unconfirmed{};  ///< Which of its facts nobody has seen on the wire yet; empty: none.

  // OAuth 2.0.
  /// Where discovery does not say it: absolute URLs.
  std::string_view authorization_endpoint{}, token_endpoint{}, device_authorization_endpoint{};
  std::string_view token_type_aliases{};  ///< As `OAuth2Config` has them.

  // JSON.
  std::string_view login_path{}, refresh_path{}, logout_path{};  ///< Below the base URL.
  std::string_view sends_username{}, sends_refresh_token{};      ///< What these members of requests are called.
  std::string_view extra_name{}, extra_value{};   ///< A constant member of logins, refreshes and logouts.
  std::string_view expired_error{};               ///< As `JsonApiConfig` has it.
  ExpiryUnit expires_unit = ExpiryUnit::seconds;  ///< As `JsonApiConfig` has it.

  // Both.
  /// Where these stand in answers; see `JsonReads`.
  std::string_view access_token{}, refresh_token{}, expires{}, refresh_expires{}, error{};
  std::string_view definitive_errors{};                      ///< Errors that end the session.
  UnknownOutcome::Rule rule = UnknownOutcome::Rule::repeat;  ///< See `UnknownOutcome`.
  std::chrono::seconds window{0};                            ///< See `UnknownOutcome`.
};

/// All of them, the confirmed ones first.
inline constexpr ServerFacts known_servers[] = {
    {.name = "okta",
     .base = "https://{domain}/oauth2/default",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{30}},
    {.name = "google", .base = "https://accounts.google.com"},
    {.name = "hydra", .base = "https://{host}/", .rule = UnknownOutcome::Rule::wait},
    {.name = "supabase",
     .speaks = ServerFacts::Speaks::json,
     .base = "https://{project}.supabase.co/auth/v1",
     .login_path = "/token?grant_type=password",
     .refresh_path = "/token?grant_type=refresh_token",
     .logout_path = "/logout",
     .sends_username = "email",
     .expired_error = "session_expired",
     .error = "error_code",
     .definitive_errors = "refresh_token_not_found refresh_token_already_used session_expired"},
    {.name = "directus",
     .speaks = ServerFacts::Speaks::json,
     .base = "https://{host}",
     .login_path = "/auth/login",
     .refresh_path = "/auth/refresh",
     .logout_path = "/auth/logout",
     .sends_username = "email",
     .extra_name = "mode",
     .extra_value = "json",
     .expired_error = "TOKEN_EXPIRED",
     .expires_unit = ExpiryUnit::milliseconds,
     .access_token = "data.access_token",
     .refresh_token = "data.refresh_token",
     .expires = "data.expires",
     .error = "errors.0.extensions.code",
     .definitive_errors = "INVALID_CREDENTIALS TOKEN_EXPIRED",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{10}},
    {.name = "auth0",
     .base = "https://{tenant}.auth0.com/",
     .unconfirmed = "the window, which each app has its own of",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{10}},
    {.name = "keycloak",
     .base = "https://{host}/realms/{realm}",
     .unconfirmed = "refresh_expires_in; with Revoke Refresh Token the rule is wait",
     .refresh_expires = "refresh_expires_in"},
    {.name = "cognito",
     .base = "https://cognito-idp.{region}.amazonaws.com/{pool}",
     .unconfirmed = "the status of refusals; with rotation, RetryGracePeriodSeconds is the window"},
    {.name = "entra-id",
     .base = "https://login.microsoftonline.com/{tenant}/v2.0",
     .unconfirmed = "which errors beside invalid_grant want to see the user"},
    {.name = "firebase",
     .base = "https://securetoken.googleapis.com/v1/token?key={key}",
     .unconfirmed = "that refresh tokens do not rotate; errors beside TOKEN_EXPIRED",
     .error = "error.message",
     .definitive_errors = "TOKEN_EXPIRED USER_DISABLED USER_NOT_FOUND INVALID_REFRESH_TOKEN"},
    {.name = "github-apps",
     .base = "https://github.com",
     .unconfirmed = "the status of refusals: 200, as others have seen it",
     .authorization_endpoint = "https://github.com/login/oauth/authorize",
     .token_endpoint = "https://github.com/login/oauth/access_token",
     .device_authorization_endpoint = "https://github.com/login/device/code",
     .refresh_expires = "refresh_token_expires_in",
     .definitive_errors = "bad_refresh_token invalid_grant",
     .rule = UnknownOutcome::Rule::wait},
    {.name = "slack",
     .base = "https://slack.com",
     .unconfirmed = "the error of a dead refresh token, and whether it comes in a 200 or a 400",
     .authorization_endpoint = "https://slack.com/oauth/v2/authorize",
     .token_endpoint = "https://slack.com/api/oauth.v2.access",
     .token_type_aliases = "bot user",
     .definitive_errors = "invalid_refresh_token invalid_grant",
     .rule = UnknownOutcome::Rule::wait},
    {.name = "strapi",
     .speaks = ServerFacts::Speaks::json,
     .base = "https://{host}/api",
     .unconfirmed = "the error of a dead refresh token; whether a spent one is taken again",
     .login_path = "/auth/local",
     .refresh_path = "/auth/refresh",
     .logout_path = "/auth/logout",
     .sends_username = "identifier",
     .sends_refresh_token = "refreshToken",
     .access_token = "jwt",
     .refresh_token = "refreshToken",
     .error = "error.name",
     .definitive_errors = "UnauthorizedError",
     .rule = UnknownOutcome::Rule::repeat_within,
     .window = std::chrono::seconds{10}},
};

namespace detail {

inline Result<const ServerFacts*> find_server(std::string_view name, ServerFacts::Speaks speaks) {
  for (const ServerFacts& facts : known_servers) {
    if (facts.name != name) continue;
    if (facts.speaks == speaks) return &facts;
    return make_error(Errc::bad_request, "that server speaks the other protocol: ", name);
  }
  return make_error(Errc::bad_request, "nothing is known of that server: ", name);
}

inline void set_if_known(std::string& value, std::string_view known) {
  if (!known.empty()) value = known;
}

inline std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> all;
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(' '));
    all.emplace_back(word);
    list.remove_prefix(word.size() < list.size() ? word.size() + 1 : word.size());
  }
  return all;
}

inline void set_reads(JsonReads& reads, const ServerFacts& facts) {
  set_if_known(reads.access_token, facts.access_token);
  set_if_known(reads.refresh_token, facts.refresh_token);
  set_if_known(reads.expires, facts.expires);
  set_if_known(reads.refresh_expires, facts.refresh_expires);
  set_if_known(reads.error, facts.error);
}

}  // namespace detail

/// `config`, such as `discover` gave it, with what is known of that server; endpoints that are there already stay.
/// `bad_request`, which names it, if nothing is known of it or it speaks JSON. Firebase's token endpoint holds the key of
/// the project, so it is for the caller to give.
inline Result<OAuth2Config> with_facts_of(std::string_view server, OAuth2Config config) {
  const auto found = detail::find_server(server, ServerFacts::Speaks::oauth2);
  if (!found) return found.error();
  const ServerFacts& facts = **found;
  const auto fill = [](std::string& endpoint, std::string_view known) {
    if (endpoint.empty()) endpoint = known;
  };
  fill(config.authorization_endpoint, facts.authorization_endpoint);
  fill(config.token_endpoint, facts.token_endpoint);
  fill(config.device_authorization_endpoint, facts.device_authorization_endpoint);
  config.token_type_aliases = detail::words(facts.token_type_aliases);
  detail::set_reads(config.reads, facts);
  if (!facts.definitive_errors.empty()) config.definitive_errors = detail::words(facts.definitive_errors);
  config.unknown_outcome = {facts.rule, facts.window};
  return config;
}

/// The configuration of a server that speaks JSON, below its base URL. `bad_request`, which names it, if nothing is known of
/// it or it speaks OAuth 2.0. Supabase wants its `apikey` with every request: a proxy or the transport adds it.
inline Result<JsonApiConfig> json_api_of(std::string_view server, std::string base_url) {
  const auto found = detail::find_server(server, ServerFacts::Speaks::json);
  if (!found) return found.error();
  const ServerFacts& facts = **found;
  JsonApiConfig config;
  config.base_url = std::move(base_url);
  config.login_path = facts.login_path;
  config.refresh_path = facts.refresh_path;
  config.logout_path = facts.logout_path;
  detail::set_if_known(config.sends.username, facts.sends_username);
  detail::set_if_known(config.sends.refresh_token, facts.sends_refresh_token);
  if (!facts.extra_name.empty())
    config.login_extra = config.refresh_extra =
        config.logout_extra = {{std::string{facts.extra_name}, std::string{facts.extra_value}}};
  detail::set_reads(config.reads, facts);
  config.expires_unit = facts.expires_unit;
  config.definitive_errors = detail::words(facts.definitive_errors);
  config.expired_error = facts.expired_error;
  config.superseded_error = {};           // a word of keyturn's own dialect
  config.bare_401_is_definitive = false;  // a gateway before the server may say that
  config.unknown_outcome = {facts.rule, facts.window};
  return config;
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/protocol/www_authenticate.hpp>
// Reads what a 401 or 403 asks for: the challenges of WWW-Authenticate (RFC 9110, section 11.6.1), such as the scope that is
// missing (RFC 6750, section 3).
#ifndef KEYTURN_PROTOCOL_WWW_AUTHENTICATE_HPP
#define KEYTURN_PROTOCOL_WWW_AUTHENTICATE_HPP

#include <string>
#include <string_view>

KEYTURN_NAMESPACE_BEGIN

/// One challenge. Scheme and names of parameters have no case.
struct Challenge {
  /// One of its parameters.
  struct Parameter {
    std::string name{}, value{};  ///< Without quotes and their escapes.
  };
  std::string scheme{};          ///< Such as Bearer.
  std::string token68{};         ///< Of schemes that have that instead of parameters, such as Negotiate.
  List<Parameter> parameters{};  ///< In order.

  /// The parameter of that name, such as "error" or "scope"; null if there is none.
  const Parameter* find(std::string_view name) const {
    for (const Parameter& parameter : parameters)
      if (detail::equal_ignoring_case(parameter.name, name)) return &parameter;
    return nullptr;
  }
  /// Its value; empty if there is none.
  std::string_view get(std::string_view name) const {
    const Parameter* const found = find(name);
    return found != nullptr ? std::string_view{found->value} : std::string_view{};
  }
};

namespace detail {

/// Takes apart one field's value from the front.
class ChallengeReader {
 public:
  explicit ChallengeReader(std::string_view text) : rest_{text} {}

  /// False if the value is not well formed.
  bool read(List<Challenge>& challenges) {
    for (skip_commas(); !rest_.empty(); skip_commas()) {
      Challenge challenge{.scheme = std::string{take_token()}};
      if (challenge.scheme.empty() || !(rest_.empty() || rest_.starts_with(' ') || rest_.starts_with(',')))
        return false;
      skip_spaces();
      if (!take_token68(challenge.token68) && !read_parameters(challenge)) return false;
      challenges.push(std::move(challenge));
    }
    return true;
  }

 private:
  // After the scheme, and after each comma: is this one more parameter, or the next challenge?
  bool read_parameters(Challenge& challenge) {
    for (bool first = true;; first = false) {
      if (const std::string_view before = rest_; skip_commas() || first) {
        if (rest_.empty()) return true;
        const std::string_view name = take_token();
        skip_spaces();
        if (!rest_.starts_with('=')) {
          rest_ = before;
          return before.empty() || before.starts_with(',');
        }
        rest_.remove_prefix(1);
        skip_spaces();
        std::string value;
        if (name.empty() || challenge.find(name) != nullptr || !take_value(value)) return false;
        challenge.parameters.push({std::string{name}, std::move(value)});
        skip_spaces();
      } else {
        return rest_.empty();
      }
    }
  }

  // White space is no end: after it comes a comma, or nothing.
  bool take_token68(std::string& token68) {
    std::size_t size = 0;
    while (size < rest_.size() && (is_alpha(rest_[size]) || is_digit(rest_[size]) ||
                                   std::string_view{"-._~+/"}.find(rest_[size]) != std::string_view::npos))
      ++size;
    if (size == 0) return false;
    while (size < rest_.size() && rest_[size] == '=') ++size;
    const std::string_view after = trim(rest_.substr(size));
    if (!after.empty() && !after.starts_with(',')) return false;
    token68 = rest_.substr(0, size);
    rest_ = after;
    return true;
  }

  bool take_value(std::string& value) {
    if (!rest_.starts_with('"')) {
      value = take_token();
      return !value.empty();
    }
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return true;
      }
      if (rest_[i] == '\\' && ++i == rest_.size()) return false;
      value += rest_[i];
    }
    return false;
  }

  std::string_view take_token() {
    std::size_t size = 0;
    while (size < rest_.size() && (is_alpha(rest_[size]) || is_digit(rest_[size]) ||
                                   std::string_view{"!#$%&'*+-.^_`|~"}.find(rest_[size]) != std::string_view::npos))
      ++size;
    const std::string_view token = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return token;
  }

  void skip_spaces() {
    while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
  }

  // Whether there was a comma; white space and empty elements around it go too.
  bool skip_commas() {
    bool any = false;
    for (skip_spaces(); rest_.starts_with(','); skip_spaces()) {
      rest_.remove_prefix(1);
      any = true;
    }
    return any;
  }

  std::string_view rest_;
};

}  // namespace detail

/// The challenges in one field's value, in order. `bad_answer` if it is not well formed, or says a parameter twice.
inline Result<List<Challenge>> read_challenges(std::string_view value) {
  List<Challenge> challenges;
  if (!detail::ChallengeReader{value}.read(challenges))
    return detail::make_error(Errc::bad_answer, "WWW-Authenticate is not well formed");
  return challenges;
}

/// The first challenge of that scheme, such as "Bearer", in any of an answer's fields that can be read.
///
///     if (answer.status == 403)
///       if (const auto asked = find_challenge(answer.headers, "Bearer"); asked && asked->get("error") == "insufficient_scope")
///         sign_in_again_with(asked->get("scope"));
inline Maybe<Challenge> find_challenge(const Headers& headers, std::string_view scheme) {
  for (const Header& field : headers) {
    if (!detail::equal_ignoring_case(field.name, "WWW-Authenticate")) continue;
    auto challenges = read_challenges(field.value);
    if (!challenges) continue;
    for (Challenge& challenge : *challenges)
      if (detail::equal_ignoring_case(challenge.scheme, scheme)) return std::move(challenge);
  }
  return {};
}

KEYTURN_NAMESPACE_END

#endif

// <keyturn/oauth2.hpp>
// The umbrella with everything of keyturn.hpp and OAuth 2.0.
#ifndef KEYTURN_OAUTH2_HPP
#define KEYTURN_OAUTH2_HPP

KEYTURN_NAMESPACE_BEGIN

/// OAuth 2.0, its answers read with simdjson.
using OAuth2 = BasicOAuth2<SimdjsonCodec>;

/// What an issuer tells about itself (RFC 8414, OpenID Connect Discovery), for the caller to keep: its endpoints. Client,
/// scope and API are for the caller to fill in. Blocks for two requests at most, ten seconds each.
///
/// Errors name the URL: `bad_request` for an issuer that is none, `insecure_url` for one on plain http that is not this
/// machine, `server_refused` where there is no document, `bad_answer` for one that cannot be read, has endpoints that
/// cannot be used, or is another issuer's; and the transport's.
template <BlockingTransport T>
Result<OAuth2Config> discover(T& transport, std::string_view issuer) {
  return drive::discover(SimdjsonCodec{}, transport, issuer);
}

/// The same for an asynchronous transport, which completes as it always does: inside its `poll()`, if it has one. It must
/// outlive that.
template <AsyncTransport T>
void discover(T& transport, std::string_view issuer, Completion<OAuth2Config> done) {
  drive::discover(drive::Discovery{SimdjsonCodec{}, issuer}, transport, std::move(done));
}

KEYTURN_NAMESPACE_END

#endif
