// AuthClient: wraps a host's HTTP calls with the life of access and refresh tokens.
#ifndef KEYTURN_AUTH_CLIENT_HPP
#define KEYTURN_AUTH_CLIENT_HPP

#include <keyturn/drive/blocking.hpp>

#if KEYTURN_HAS_HOSTED
#include <keyturn/builtin/hosted.hpp>
#endif

KEYTURN_NAMESPACE_BEGIN

/// A client of one API under one account: injects the access token, refreshes once however many calls wait, replays the
/// original request, keeps the session in storage, logs out. Safe for many threads under `Hosted`; no other thread may
/// be inside it when it is destroyed. It throws nothing of its own but `std::bad_alloc`, after which it goes on with the
/// session that storage holds; it starts no threads, and holds no lock while it calls the transport, the storage or the
/// host. Every call ends within its own deadline; the one call that carries a refresh stays with its present attempt, at
/// most one `Options::refresh_timeout` more.
///
/// The host's callbacks must not throw. They run on the threads that call, and on the one on which a storage with `watch`
/// tells of a change; they may call the client again, and must not wait for other calls of the same client. The
/// destructor waits for what such a change has begun.
template <Transport T, Storage S, Protocol P, Platform E>
class AuthClient {
 public:
  /// Never blocks or throws; the session is read from storage on first use.
  KEYTURN_ONCE AuthClient(T transport, S storage, P protocol, Options options = {}, E platform = {})
      : driver_{std::move(transport), std::move(storage), std::move(protocol), std::move(options), std::move(platform)},
        origins_{driver_.protocol().api_base(), driver_.options().allowed_origins} {}

  AuthClient(const AuthClient&) = delete;
  AuthClient& operator=(const AuthClient&) = delete;

  /// Reads the session now if it was not read yet: true if there is one. `storage_corrupt` or `storage_failed` if
  /// storage cannot be read; the next call tries again.
  Result<bool> restore() {
    typename Driver::Outcome outcome;
    auto read = driver_.finish(outcome, input::Restore{outcome.waiter(), TimePoint::max()});
    if (!read) return std::move(read.error());
    return outcome.logged_in;
  }

  /// False only when it is known that there is no session: nothing is stored, or what is stored is no record.
  bool logged_in() {
    const auto there = restore();
    return there ? *there : there.error().code != Errc::storage_corrupt;
  }

  /// A look at the session; reads it first if that was not done yet.
  SessionInfo session() {
    const bool here = logged_in();
    SessionInfo info = driver_.info();
    info.logged_in = here;
    return info;
  }

  /// Called once for each session that ends, after it was erased here and before the calls that ended with it return.
  void on_logout(Callback<void(LogoutReason)> callback) { driver_.on_logout(std::move(callback)); }

  /// Called for everything that happens to the session. Replaces the listener before it, as `on_logout` does.
  void on_event(Callback<void(const Event&)> callback) { driver_.on_event(std::move(callback)); }

  /// Begins a session with tokens obtained elsewhere. An empty access token counts as expired; with neither token:
  /// `bad_request`. A session that is there is replaced.
  Result<void> adopt(TokenSet tokens) {
    if (tokens.access_token.empty() && tokens.refresh_token.empty())
      return {Errc::bad_request, "adopt: there is neither an access token nor a refresh token"};
    const Moment moment = read_clocks(driver_.platform());
    return install(std::move(tokens), AnswerTiming{.sent = moment, .received = moment});
  }

  /// Asks the auth server for a session. `login_refused` if it says no, and then an existing session stays as it was;
  /// else the transport's error, `server_refused` or `bad_answer`. A session that is there is replaced by the new one.
  template <class Grant>
  requires Grants<P, Grant> KEYTURN_ONCE Result<void> login(const Grant& grant) {
    const Options& options = driver_.options();
    Result<Request> request = driver_.protocol().login_request(grant);
    drive::make_ready(request, driver_.protocol().api_base(), options,
                      shorter(options.request_timeout, options.refresh_timeout));
    AnswerTiming timing{.sent = read_clocks(driver_.platform())};
    Result<Response> answer = driver_.post(request);
    timing.received = read_clocks(driver_.platform());
    if (!answer) return answer.error();
    auto tokens = drive::read_login(driver_.protocol(), *answer, timing);
    if (!tokens) return tokens.error();
    if constexpr (drive::Implies<P, Grant>) drive::fill_in(*tokens, driver_.protocol().implied_tokens(grant));
    return install(std::move(*tokens), timing);
  }

  /// Not a login: says what is one.
  template <class Other, class... More>
  requires(!Grants<P, Other>) Result<void> login(const Other&, const More&...) {
    static_assert(explain_grant<P, Other>());
    return {};
  }

  /// Ends the session: erases it here, calls the logout callback, then revokes both tokens at the server, all within
  /// `Options::logout_timeout`. An error says what could not be confirmed: the transport's error, `server_refused`,
  /// `storage_busy`, and above all `storage_failed`. The user is logged out here in any case. Without a session:
  /// success.
  Result<void> logout() {
    const TimePoint deadline = later(driver_.platform().now(), driver_.options().logout_timeout);
    typename Driver::Outcome outcome;
    return driver_.finish(outcome, input::Logout{outcome.waiter(), deadline});
  }

  /// Makes sure of a newer pair than the present one; joins a refresh that runs. Errors as for any call.
  Result<void> refresh() {
    const auto token = driver_.token({.waiter{}, .deadline = deadline_of({}, driver_.platform().now()), .renew = true});
    if (!token) return token.error();
    return {};
  }

  /// Sends the request as `Request` says, with the access token, and once more with a newer one after a 401. Every
  /// answer of the server is an answer, a second 401 included. Errors: `not_logged_in`, `session_ended`,
  /// `refresh_unavailable`, `refresh_storm`, `timed_out`, `origin_not_allowed`, `insecure_url`, `bad_request`,
  /// `storage_failed`, `storage_corrupt`, and the transport's.
  KEYTURN_ONCE Result<Response> send(Request request) {
    auto& clock = driver_.platform();
    const TimePoint began = clock.now();
    auto wants_token = core::prepare(request, origins_, driver_.options());
    if (!wants_token) return std::move(wants_token.error());
    if (request.timeout.count() <= 0) request.timeout = driver_.options().request_timeout;
    if (!*wants_token) return driver_.transport().send(request);

    const auto deadline = [&] { return later(began, request.timeout); };
    if (const Snapshot* fresh = driver_.fresh_token(began)) return send_with(*fresh, request, deadline);
    return ask_and_send(request, began, deadline());
  }

  /// `send` with that method, to an absolute URL or a path below the protocol's API base; the other members of `Request` are
  /// as they are by default. A body goes with a Content-Type, unless that is empty.
  Result<Response> get(std::string_view url) { return send({.method = "GET", .url = absolute(url)}); }
  Result<Response> del(std::string_view url) { return send({.method = "DELETE", .url = absolute(url)}); }
  Result<Response> post(std::string_view url, Body body, std::string_view content_type = "application/json") {
    return send_body("POST", url, std::move(body), content_type);
  }
  Result<Response> put(std::string_view url, Body body, std::string_view content_type = "application/json") {
    return send_body("PUT", url, std::move(body), content_type);
  }
  Result<Response> patch(std::string_view url, Body body, std::string_view content_type = "application/json") {
    return send_body("PATCH", url, std::move(body), content_type);
  }

  /// A valid access token, by the same rules as a call's and with the same errors; for what does not go through `send`.
  Result<AccessToken> access_token() {
    const TimePoint time = driver_.platform().now();
    if (const Snapshot* fresh = driver_.fresh_token(time)) return AccessToken{SnapshotPin{fresh}};
    auto token = driver_.token({.waiter{}, .deadline = deadline_of({}, time)});
    if (!token) return token.error();
    return AccessToken{std::move(*token)};
  }

  /// That token was refused by a server: the next `access_token()` is a newer one. Older tokens change nothing.
  void report_unauthorized(const AccessToken& token) { driver_.run(input::Refused{token.epoch(), token.generation()}); }

  /// The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile.
  T& transport() { return driver_.transport(); }
  S& storage() { return driver_.storage(); }
  const P& protocol() const { return driver_.protocol(); }

 private:
  using Driver = drive::Blocking<T, S, P, E>;

  TimePoint deadline_of(std::chrono::milliseconds timeout, TimePoint time) const {
    return later(time, timeout.count() > 0 ? timeout : driver_.options().request_timeout);
  }

  Result<void> install(TokenSet&& tokens, const AnswerTiming& timing) {
    const TimePoint deadline = later(driver_.platform().now(), driver_.options().lock_patience);
    typename Driver::Outcome outcome;
    return driver_.finish(outcome, input::Install{outcome.waiter(), deadline, std::move(tokens), timing});
  }

  // Below the API base if it is a path; put together once.
  std::string absolute(std::string_view url) const {
    return is_absolute_url(url) ? std::string{url} : join_url(origins_.base_url(), url);
  }

  // Sends with that token, and after a 401 once more with a newer one. `deadline()` is asked then alone.
  template <class Deadline>
  KEYTURN_IN_ONE_PIECE Result<Response> send_with(const Snapshot& token, Request& request, const Deadline& deadline) {
    core::attach(request, token);
    const std::uint64_t epoch = token.epoch, generation = token.generation;
    Result<Response> answer = driver_.transport().send(request);
    if (answer && core::is_unauthorized(*answer))
      renew_and_replay(request, answer, {.waiter{}, .deadline = deadline(), .epoch = epoch, .refused = generation});
    return answer;
  }

  // There is no fresh token: sends with what the machine gives.
  Result<Response> ask_and_send(Request& request, TimePoint began, TimePoint deadline) {
    const bool early = driver_.has_valid_token(began);
    bool carried = false;
    const auto token = driver_.token({.waiter{}, .deadline = deadline}, &carried);
    const TimePoint until = early && carried ? after_early_refresh(began, deadline) : deadline;
    const bool bare = !token && request.auth == Auth::optional && token.error().code == Errc::not_logged_in;
    if (!token && !bare) return token.error();
    if (auto timeout = set_timeout(request, until); !timeout) return timeout.error();
    return bare ? driver_.transport().send(request) : send_with(**token, request, [deadline] { return deadline; });
  }

  // A call that renewed a valid token for all, and lost its time over it, still goes out: it takes at most one
  // `refresh_timeout` more in all.
  TimePoint after_early_refresh(TimePoint began, TimePoint deadline) {
    const TimePoint time = driver_.platform().now();
    if (time < deadline) return deadline;
    const auto more = saturated(driver_.options().refresh_timeout) - (time - deadline);
    return later(time, shorter(deadline - began, more));
  }

  // What is left of the call's time; none: `timed_out`.
  Result<void> set_timeout(Request& request, TimePoint deadline) {
    const TimePoint time = driver_.platform().now();
    if (time >= deadline) return {Errc::timed_out, "no time was left to send the request"};
    request.timeout = milliseconds_left(deadline, time);
    return {};
  }

  // After a 401: puts the answer to the replay in its place. A body that cannot be produced twice is not replayed, but
  // the next call has a new token already. A call that has no time left renews nothing more.
  void renew_and_replay(Request& request, Result<Response>& answer, input::Ask&& ask) {
    if (auto timeout = set_timeout(request, ask.deadline); !timeout) {
      driver_.run(input::Refused{*ask.epoch, *ask.refused});
      if (request.body.repeatable()) answer = std::move(timeout.error());
      return;
    }
    const auto token = driver_.token(std::move(ask));
    const bool over = !token && token.error().code == Errc::session_ended;
    if (!request.body.repeatable() && !over) return;
    if (!token) {
      answer = token.error();
      return;
    }
    core::attach(request, **token);
    if (auto timeout = set_timeout(request, ask.deadline); !timeout) {
      answer = std::move(timeout.error());
      return;
    }
    driver_.tell(Event{.kind = Event::Kind::replayed, .epoch = (*token)->epoch, .generation = (*token)->generation});
    answer = driver_.transport().send(request);
  }

  Result<Response> send_body(const char* method, std::string_view url, Body body, std::string_view content_type) {
    Request request{.method = method, .url = absolute(url), .body = std::move(body)};
    if (!content_type.empty()) request.headers.add("Content-Type", std::string{content_type});
    return send(std::move(request));
  }

  Driver driver_;
  core::Origins origins_;
};

#if KEYTURN_HAS_HOSTED  // else the client is always told its platform
namespace detail {
/// Stands in for a client whose parts miss something, so that the compiler says what.
template <class T, class S, class P, class E = Hosted>
struct Explained {
  static_assert(explain_transport<T>() && explain_storage<S>() && explain_protocol<P>() && explain_platform<E>());
  using Platform = E;
};
}  // namespace detail

template <Transport T, Storage S, Protocol P>
AuthClient(T, S, P) -> AuthClient<T, S, P, Hosted>;
template <class T, class S, class P>
AuthClient(T, S, P) -> AuthClient<T, S, P, typename detail::Explained<T, S, P>::Platform>;
template <Transport T, Storage S, Protocol P>
AuthClient(T, S, P, Options) -> AuthClient<T, S, P, Hosted>;
template <class T, class S, class P>
AuthClient(T, S, P, Options) -> AuthClient<T, S, P, typename detail::Explained<T, S, P>::Platform>;
template <class T, class S, class P, class E>
AuthClient(T, S, P, Options, E) -> AuthClient<T, S, P, typename detail::Explained<T, S, P, E>::Platform>;
#endif

KEYTURN_NAMESPACE_END

#endif
