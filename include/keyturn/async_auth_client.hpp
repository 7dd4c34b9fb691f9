// AuthClient for asynchronous transports: the same calls, as completions and awaitables.
#ifndef KEYTURN_ASYNC_AUTH_CLIENT_HPP
#define KEYTURN_ASYNC_AUTH_CLIENT_HPP

#include <keyturn/auth_client.hpp>
#include <keyturn/drive/async.hpp>
#include <keyturn/drive/async_request.hpp>
#include <keyturn/drive/awaitable.hpp>

KEYTURN_NAMESPACE_BEGIN

/// The client of `auth_client.hpp` for a transport that answers later. Each call has two forms: one takes a completion,
/// any callable of `void(Result<…>)`, and one gives an awaitable that starts at `co_await`. No call waits; storage may
/// take a disk write. A completion comes once, with the call's result, as do the errors that a blocking call returns.
///
/// If the transport has `poll()`, everything but the sending of a request with a fresh token happens inside the client's
/// `poll()`: one thread calls it, in a frame or an event loop, also right after it began calls. Otherwise completions
/// and callbacks run on the thread on which the transport completes, possibly before the call returns, or on which a
/// storage with `watch` tells of a change: completions one at a time, none inside another, and callbacks likewise. They
/// must not throw and must not wait for other calls of the client, which they may call. A call that has no memory to begin
/// throws `std::bad_alloc`; one that began ends with an error.
///
/// Safe for many threads with a platform that is. Deadlines and pauses are kept by `poll()`, or by the transport where
/// it has `wake_after`. The destructor completes what is pending with `cancelled` and waits for completions that run on
/// other threads; it may be called from inside a callback where the transport has `poll()`.
template <Transport T, Storage S, Protocol P, Platform E>
requires(!BlockingTransport<T>) class AuthClient<T, S, P, E> {
 public:
  /// Never blocks or throws; the session is read from storage on first use.
  AuthClient(T transport, S storage, P protocol, Options options = {}, E platform = {})
      : origins_{std::as_const(protocol).api_base(), options.allowed_origins},
        driver_{std::move(transport), std::move(storage), std::move(protocol), std::move(options),
                std::move(platform)} {}

  AuthClient(const AuthClient&) = delete;
  AuthClient& operator=(const AuthClient&) = delete;

  /// Reads the session now if it was not read yet: true if there is one. May block as long as storage does.
  /// `storage_corrupt` or `storage_failed` if storage cannot be read, `storage_busy` while a login waits for its lock.
  Result<bool> restore() {
    auto outcome = driver_.at_once([&](WaiterId waiter) { return Input{input::Restore{waiter, TimePoint::max()}}; });
    if (!outcome) return Error{.code = Errc::storage_busy, .detail = "a login waits for the lock of the storage"};
    if (outcome->error) return std::move(*outcome->error);
    return outcome->logged_in;
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

  /// Called once for each session that ends, after it was erased here and before the calls that ended with it complete.
  void on_logout(Callback<void(LogoutReason)> callback) { driver_.on_logout(std::move(callback)); }

  /// Called for everything that happens to the session. Replaces the listener before it, as `on_logout` does.
  void on_event(Callback<void(const Event&)> callback) { driver_.on_event(std::move(callback)); }

  /// Begins a session with tokens obtained elsewhere. An empty access token counts as expired; with neither token:
  /// `bad_request`. A session that is there is replaced. Tries the lock of a shared storage once and saves in any case.
  Result<void> adopt(TokenSet tokens) {
    if (tokens.access_token.empty() && tokens.refresh_token.empty())
      return Error{.code = Errc::bad_request, .detail = "adopt: there is neither an access token nor a refresh token"};
    const Moment moment = read_clocks(driver_.platform());
    auto outcome = driver_.at_once([&](WaiterId waiter) {
      return Input{input::Install{waiter, moment.steady, std::move(tokens), {.sent = moment, .received = moment}}};
    });
    if (!outcome) return Error{.code = Errc::storage_busy, .detail = "the session is being replaced already"};
    if (outcome->error) return std::move(*outcome->error);
    return {};
  }

  /// Asks the auth server for a session. `login_refused` if it says no, and then an existing session stays as it was;
  /// else the transport's error, `server_refused` or `bad_answer`. A session that is there is replaced by the new one.
  template <class Grant>
  requires Grants<P, Grant>
  void login(const Grant& grant, Completion<void> done) { start_login(login_with(grant), std::move(done)); }
  /// The same as an awaitable, which starts at `co_await`; `grant` is not looked at any more then.
  template <class Grant>
  requires Grants<P, Grant>
  auto login(const Grant& grant) {
    return awaitable<void>([this, login = login_with(grant)](Completion<void> done) mutable {
      start_login(std::move(login), std::move(done));
    });
  }

  /// Not a login: says what is one.
  template <class Other, class... More>
  requires(!Grants<P, Other>) void login(const Other&, const More&...) { static_assert(explain_grant<P, Other>()); }

  /// Ends the session: erases it here, calls the logout callback, then revokes both tokens at the server, all within
  /// `Options::logout_timeout`. An error says what could not be confirmed: the transport's error, `server_refused`,
  /// `storage_busy`, and above all `storage_failed`. The user is logged out here in any case. Without a session:
  /// success.
  void logout(Completion<void> done) {
    const TimePoint deadline = later(driver_.platform().now(), driver_.options().logout_timeout);
    start<VoidCall>(std::move(done), [&](WaiterId waiter) { return Input{input::Logout{waiter, deadline}}; });
  }
  /// The same as an awaitable.
  auto logout() {
    return awaitable<void>([this](Completion<void> done) { logout(std::move(done)); });
  }

  /// Makes sure of a newer pair than the present one; joins a refresh that runs. Errors as for any call.
  void refresh(Completion<void> done) {
    start<VoidCall>(std::move(done), [&](WaiterId waiter) {
      return Input{input::Ask{.waiter = waiter, .deadline = deadline(), .renew = true}};
    });
  }
  /// The same as an awaitable.
  auto refresh() {
    return awaitable<void>([this](Completion<void> done) { refresh(std::move(done)); });
  }

  /// Sends the request as `Request` says, with the access token, and once more with a newer one after a 401. Every
  /// answer of the server is an answer, a second 401 included. Errors: `not_logged_in`, `session_ended`,
  /// `refresh_unavailable`, `refresh_storm`, `timed_out`, `origin_not_allowed`, `insecure_url`, `bad_request`,
  /// `storage_failed`, `storage_corrupt`, `cancelled`, and the transport's.
  void send(Request request, Completion<Response> done) {
    auto call = share<drive::AsyncRequest<Driver>>(driver_, std::move(request), std::move(done));
    driver_.begin(call);
    const TimePoint time = driver_.platform().now();
    driver_.proceed(*call, Errc::not_sent, [&] { call->start(origins_, time); });
    driver_.work(time);
  }
  /// The same as an awaitable.
  auto send(Request request) {
    return awaitable<Response>([this, request = std::move(request)](Completion<Response> done) mutable {
      send(std::move(request), std::move(done));
    });
  }

  /// `send` with that method, to an absolute URL or a path below the protocol's API base, in both forms; the other members of
  /// `Request` are as they are by default.
  void get(std::string_view url, Completion<Response> done) { send(bare("GET", url), std::move(done)); }
  auto get(std::string_view url) { return send(bare("GET", url)); }
  void del(std::string_view url, Completion<Response> done) { send(bare("DELETE", url), std::move(done)); }
  auto del(std::string_view url) { return send(bare("DELETE", url)); }

  /// As `get`, with a body and its Content-Type: that of JSON by default, none if it is empty.
  void post(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
    send(with_body("POST", url, std::move(body), content_type), std::move(done));
  }
  void post(std::string_view url, Body body, Completion<Response> done) {
    post(url, std::move(body), json, std::move(done));
  }
  auto post(std::string_view url, Body body, std::string_view content_type = json) {
    return send(with_body("POST", url, std::move(body), content_type));
  }
  void put(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
    send(with_body("PUT", url, std::move(body), content_type), std::move(done));
  }
  void put(std::string_view url, Body body, Completion<Response> done) {
    put(url, std::move(body), json, std::move(done));
  }
  auto put(std::string_view url, Body body, std::string_view content_type = json) {
    return send(with_body("PUT", url, std::move(body), content_type));
  }
  void patch(std::string_view url, Body body, std::string_view content_type, Completion<Response> done) {
    send(with_body("PATCH", url, std::move(body), content_type), std::move(done));
  }
  void patch(std::string_view url, Body body, Completion<Response> done) {
    patch(url, std::move(body), json, std::move(done));
  }
  auto patch(std::string_view url, Body body, std::string_view content_type = json) {
    return send(with_body("PATCH", url, std::move(body), content_type));
  }

  /// A valid access token, by the same rules as a call's and with the same errors; for what does not go through `send`.
  void access_token(Completion<AccessToken> done) {
    auto call = share<TokenCall>(driver_, std::move(done));
    const TimePoint time = driver_.platform().now();
    if (const Snapshot* fresh = driver_.fresh_token(time)) {
      drive::AsyncOutcome outcome{.token = SnapshotPin{fresh}};
      call->ends_with(outcome);
      driver_.hand_over(std::move(call));
      return driver_.work();
    }
    const input::Ask ask{.waiter = call->id(), .deadline = later(time, driver_.options().request_timeout)};
    driver_.begin(call);
    driver_.ask(*call, ask, time);
  }
  /// The same as an awaitable.
  auto access_token() {
    return awaitable<AccessToken>([this](Completion<AccessToken> done) { access_token(std::move(done)); });
  }

  /// That token was refused by a server: the next `access_token()` is a newer one. Older tokens change nothing.
  void report_unauthorized(const AccessToken& token) {
    driver_.feed(input::Refused{token.epoch(), token.generation()});
  }

  /// Does what is due, and drives a transport that has `poll()`. One thread at a time; from inside a completion it does
  /// nothing. When to call again at the latest; nothing: not before a call begins.
  std::optional<typename drive::Async<T, S, P, E>::Pause> poll() {
    if (const auto pause = driver_.poll()) return *pause;
    return {};
  }

  /// The parts, as they were moved in. Valid as long as the client; they are used by its calls meanwhile.
  T& transport() { return driver_.transport(); }
  S& storage() { return driver_.storage(); }
  const P& protocol() const { return driver_.protocol(); }

 private:
  using Driver = drive::Async<T, S, P, E>;
  static constexpr std::string_view json = "application/json";

  // Ends as the machine says, without a value.
  struct VoidCall : drive::CompletingCall<Driver, void> {
    using drive::CompletingCall<Driver, void>::CompletingCall;
    bool ends_with(drive::AsyncOutcome& outcome) override {
      this->result_ = outcome.error ? Result<void>{std::move(*outcome.error)} : Result<void>{};
      return true;
    }
  };

  struct TokenCall final : drive::CompletingCall<Driver, AccessToken> {
    using drive::CompletingCall<Driver, AccessToken>::CompletingCall;
    bool ends_with(drive::AsyncOutcome& outcome) override {
      if (outcome.error)
        this->result_ = std::move(*outcome.error);
      else
        this->result_ = AccessToken{std::move(outcome.token)};
      return true;
    }
  };

  struct LoginCall final : VoidCall {
    using VoidCall::VoidCall;
    void answered(Result<Response>&& answer) override {
      timing.received = read_clocks(this->driver_.platform());
      if (!answer) return this->end(std::move(answer.error()));
      auto tokens = drive::read_login(this->driver_.protocol(), *answer, timing);
      if (!tokens) return this->end(std::move(tokens.error()));
      if (!implied.empty()) drive::fill_in(*tokens, implied.pop());
      const TimePoint deadline = later(timing.received.steady, this->driver_.options().lock_patience);
      this->driver_.ask(*this, input::Install{this->id(), deadline, std::move(*tokens), timing});
    }
    List<TokenSet> implied{};
    AnswerTiming timing{};
  };

  template <class Call, class T2, class Make>
  void start(Completion<T2> done, Make&& make) {
    auto call = share<Call>(driver_, std::move(done));
    driver_.begin(call);
    driver_.ask(*call, make(call->id()));
  }

  struct Login {
    Result<Request> request;
    List<TokenSet> implied{};  // one at most: what the answer need not repeat
  };

  template <class Grant>
  Login login_with(const Grant& grant) {
    const P& protocol = driver_.protocol();
    const Options& options = driver_.options();
    Login login{drive::ready(protocol.login_request(grant), protocol.api_base(), options,
                             std::min(options.request_timeout, options.refresh_timeout))};
    if constexpr (drive::Implies<P, Grant>) login.implied.push(protocol.implied_tokens(grant));
    return login;
  }

  void start_login(Login login, Completion<void> done) {
    auto call = share<LoginCall>(driver_, std::move(done));
    driver_.begin(call);
    call->implied = std::move(login.implied);
    call->timing.sent = read_clocks(driver_.platform());
    if (login.request) {
      const TimePoint due = later(call->timing.sent.steady, login.request->timeout);
      driver_.proceed(*call, Errc::not_sent, [&] { driver_.send(*call, std::move(*login.request), due); });
    } else {
      call->end(std::move(login.request.error()));
    }
    driver_.work();
  }

  TimePoint deadline() { return later(driver_.platform().now(), driver_.options().request_timeout); }

  static Request bare(const char* method, std::string_view url) { return {.method = method, .url = std::string{url}}; }
  static Request with_body(const char* method, std::string_view url, Body body, std::string_view content_type) {
    Request request{.method = method, .url = std::string{url}, .body = std::move(body)};
    if (!content_type.empty()) request.headers.add("Content-Type", std::string{content_type});
    return request;
  }

  core::Origins origins_;
  Driver driver_;  // dies first: completions that it calls may begin new calls
};

KEYTURN_NAMESPACE_END

#endif
