#include "app.hpp"

#include "dialect.hpp"
#include "network.hpp"
#include "oracle.hpp"
#include "platform.hpp"
#include "server.hpp"
#include "storage.hpp"

#include <keyturn/async_auth_client.hpp>

#include <memory>

namespace simulation {
namespace {

using keyturn::AccessToken;
using keyturn::AuthClient;
using keyturn::Errc;
using keyturn::Error;
using keyturn::Password;
using keyturn::Request;
using keyturn::Response;
using keyturn::Result;
using keyturn::TokenSet;

keyturn::Options options() {
  const Plan& plan = world->plan;
  const auto whole = [](Time time) { return std::chrono::milliseconds{time / millisecond}; };
  keyturn::Options options;
  options.request_timeout = plan.endless ? std::chrono::milliseconds::max() : whole(plan.request_timeout);
  options.refresh_timeout = whole(plan.refresh_timeout);
  options.logout_timeout = whole(plan.logout_timeout);
  options.lock_patience = whole(plan.lock_patience);
  options.refresh_attempts = plan.attempts;
  options.refresh_budget.count = plan.budget;
  return options;
}

template <class P>
P protocol() {
  if constexpr (std::is_same_v<P, StandardProtocol>)
    return StandardProtocol{world->plan};
  else
    return {world->plan.rotation, world->plan.waits_if_lost, world->plan.window};
}

/// A client that blocks the thread that calls.
template <class Storage, class P>
class Blocking {
 public:
  using Client = AuthClient<BlockingTransport, Storage, P, Platform>;
  explicit Blocking(Process& process)
      : client_{new Client{BlockingTransport{}, Storage{process}, protocol<P>(), options(), Platform{process.host}}} {}
  Client& client() { return *client_; }
  Result<Response> send(Request request) { return client_->send(std::move(request)); }
  Result<AccessToken> token() { return client_->access_token(); }
  Result<void> refresh() { return client_->refresh(); }
  Result<void> login(const Password& password) { return client_->login(password); }
  Result<void> logout() { return client_->logout(); }
  void again() {
    if (world->chances.percent(50))
      (void)client_->logged_in();
    else
      (void)client_->access_token();
  }
  void kick() {}
  void close() { delete client_; }

 private:
  Client* client_ = nullptr;
};

/// An asynchronous client, whose threads wait for their completions.
template <class Storage, class Transport, class P>
class Asynchronous {
 public:
  using Client = AuthClient<Transport, Storage, P, Platform>;
  static constexpr bool polled = std::is_same_v<Transport, PolledTransport>;

  explicit Asynchronous(Process& process) {
    if constexpr (polled) {
      client_ = new Client{Transport{&loop_}, Storage{process}, protocol<P>(), options(), Platform{process.host}};
      loop_.fiber = world->scheduler.spawn(process.number, [this] { poll(); });
    } else {
      client_ =
          new Client{Transport{process.number}, Storage{process}, protocol<P>(), options(), Platform{process.host}};
    }
  }
  Client& client() { return *client_; }
  Result<Response> send(Request request) {
    return await<Response>([&](auto done) { client_->send(std::move(request), std::move(done)); });
  }
  Result<AccessToken> token() {
    return await<AccessToken>([&](auto done) { client_->access_token(std::move(done)); });
  }
  Result<void> refresh() {
    return await<void>([&](auto done) { client_->refresh(std::move(done)); });
  }
  Result<void> login(const Password& password) {
    return await<void>([&](auto done) { client_->login(password, std::move(done)); });
  }
  Result<void> logout() {
    return await<void>([&](auto done) { client_->logout(std::move(done)); });
  }
  void again() {
    client_->access_token([](Result<AccessToken>) {});
  }
  void kick() { loop_.kick(); }  // a loop that sleeps looks again after any call, as that may have left it work

  // With calls under way: each is completed before the destructor is over, and none afterwards.
  void close() {
    loop_.over = true;
    loop_.kick();
    while (loop_.polling) world->scheduler.sleep(millisecond);
    auto calls = std::make_shared<std::vector<unsigned>>(world->chances.below(4));
    for (unsigned& count : *calls) client_->access_token([calls, &count](Result<AccessToken>) { ++count; });
    delete client_;  // its last completions may call it again
    for (const unsigned count : *calls)
      if (count != 1) world->broken(Invariant::ended_once, "a call of a client that dies completes %u times", count);
  }

 private:
  template <class T>
  struct Wait {
    Fiber* me = nullptr;
    unsigned calls = 0;
    std::optional<Result<T>> result{};
  };

  template <class T, class Start>
  Result<T> await(Start&& start) {
    auto wait = std::make_shared<Wait<T>>();
    wait->me = world->scheduler.current();
    start([wait](Result<T> result) {
      world->outside("a completion");
      if (++wait->calls > 1) return world->broken(Invariant::ended_once, "a completion comes again");
      wait->result.emplace(std::move(result));
      world->scheduler.wake(wait->me);
      world->scheduler.yield();
    });
    loop_.kick();
    while (!wait->result) (void)world->scheduler.block();
    return *std::move(wait->result);
  }

  void poll() {
    loop_.polling = true;
    while (!loop_.over) {
      loop_.kicked = false;
      std::optional<std::chrono::milliseconds> next;
      if constexpr (polled) next = client_->poll();
      if (next && next->count() == 0) {
        world->scheduler.sleep(100 * microsecond);
      } else if (!loop_.kicked) {
        const Time span = next ? std::min<std::int64_t>(next->count(), 1'000'000) * millisecond : never / 2;
        (void)world->scheduler.block(next ? world->scheduler.now() + span : never);
      }
    }
    loop_.polling = false;
  }

  Loop loop_{};
  Client* client_ = nullptr;
};

/// What the threads do with either.
template <class Use>
class AppOf final : public App {
 public:
  explicit AppOf(Process& process) : process_{process}, use_{process} {
    use_.client().on_logout([this](keyturn::LogoutReason reason) {
      world->outside("the logout callback");
      world->scheduler.yield();
      oracle::logout_callback(process_, reason);
      const Time began = world->scheduler.now();
      if (world->chances.percent(20)) use_.again();
      world->scheduler.add_slowness(world->scheduler.now() - began);
    });
    use_.client().on_event([this](const keyturn::Event& event) {
      world->outside("the listener");
      oracle::event(process_, event);
      world->scheduler.yield();
    });
  }

  void perform(const Deed& deed) override {
    const oracle::Call call = oracle::call_begins(process_, deed);
    CallSeen& seen = call_seen(call.number);
    seen.began = call.began;
    seen.repeatable = deed.kind != Deed::Kind::post_once;
    int status = 0;
    const std::optional<Error> error = act(deed, call, status);
    use_.kick();
    oracle::call_ends(process_, call, error, status);
  }

  void close() override { use_.close(); }

 private:
  template <class T>
  static std::optional<Error> error_of(const Result<T>& result) {
    if (result) return std::nullopt;
    return result.error();
  }

  std::optional<Error> act(const Deed& deed, const oracle::Call& call, int& status) {
    using Kind = Deed::Kind;
    switch (deed.kind) {
      case Kind::token:
        return error_of(use_.token());
      case Kind::report:
        return report();
      case Kind::refresh:
        return error_of(use_.refresh());
      case Kind::login:
        return login(call);
      case Kind::adopt:
        return adopt();
      case Kind::logout:
        return logout();
      case Kind::restore:
        return error_of(use_.client().restore());
      case Kind::look:
        (void)use_.client().session();
        return std::nullopt;
      default:
        return send(deed, call, status);
    }
  }

  std::optional<Error> send(const Deed& deed, const oracle::Call& call, int& status) {
    const std::string path = "/c/" + std::to_string(call.number);
    Request request{.url = std::string{call.number % 2 == 0 ? api_base : ""} + path};
    request.timeout = std::chrono::milliseconds{deed.timeout / millisecond};
    if (deed.kind == Deed::Kind::abroad) {
      request.url = std::string{foreign_base} + path;
      request.auth = call.number % 2 == 0 ? keyturn::Auth::required : keyturn::Auth::optional;
    }
    if (deed.kind == Deed::Kind::post) {
      request.method = "POST";
      request.body = "body " + std::to_string(call.number);
    }
    if (deed.kind == Deed::Kind::post_once) {
      request.method = "POST";
      request.body = keyturn::Body::once([](std::span<char>) { return std::size_t{0}; });
    }
    const Result<Response> answer = use_.send(std::move(request));
    if (answer) status = answer->status;
    return error_of(answer);
  }

  std::optional<Error> report() {
    const Result<AccessToken> token = use_.token();
    if (!token) return token.error();
    process_.valid = {};
    use_.client().report_unauthorized(*token);
    return std::nullopt;
  }

  std::optional<Error> login(const oracle::Call& call) {
    const bool wrong = world->chances.percent(4);
    const std::string password = wrong ? "wrong" : "p" + std::to_string(call.number);
    const Result<void> result = use_.login(Password{"ada", keyturn::Secret{std::string_view{password}}});
    if (result) world->server->session(world->logins[call.number]).claimed = true;
    return wrong ? std::nullopt : error_of(result);
  }

  std::optional<Error> adopt() {
    const Token token = world->server->begin(disk_of(process_).number);
    oracle::new_session(process_, token.session);
    TokenSet tokens;
    if (world->chances.percent(80)) tokens.access_token = keyturn::Secret{std::string_view{text_of('a', token)}};
    tokens.refresh_token = keyturn::Secret{std::string_view{text_of('r', token)}};
    if (world->chances.percent(70)) tokens.expires_in = std::chrono::seconds{world->plan.token_lives / second};
    const Result<void> result = use_.client().adopt(std::move(tokens));
    if (result) world->server->session(token.session).claimed = true;
    return error_of(result);
  }

  std::optional<Error> logout() {
    const oracle::Logout logout = oracle::logout_begins(process_);
    const Result<void> result = use_.logout();
    oracle::logout_ends(process_, logout, error_of(result));
    return error_of(result);
  }

  Process& process_;
  Use use_;
};

template <class Storage, class P = Protocol>
App* app_with(Process& process) {
  switch (process.driver) {
    case Driver::blocking:
      return new AppOf<Blocking<Storage, P>>{process};
    case Driver::polled:
      return new AppOf<Asynchronous<Storage, PolledTransport, P>>{process};
    case Driver::threaded:
      break;
  }
  return new AppOf<Asynchronous<Storage, ThreadedTransport, P>>{process};
}

}  // namespace

App* make_app(Process& process) {
  switch (world->plan.disks) {
    case Disks::own:
      return app_with<OwnStorage>(process);
    case Disks::file:
      if (world->plan.dialect != Dialect::own) return app_with<FileStorage, StandardProtocol>(process);
      return app_with<FileStorage>(process);
    case Disks::lease:
      break;
  }
  return app_with<LeaseStorage>(process);
}

}  // namespace simulation
