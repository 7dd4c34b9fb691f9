// The client of the promise tests with a blocking transport behind it.
#ifndef KEYTURN_TESTS_PROMISES_BLOCKING_CLIENT_HPP
#define KEYTURN_TESTS_PROMISES_BLOCKING_CLIENT_HPP

#include "promise.hpp"

namespace promise {

/// A client as the tests see it: every call blocks and gives its result. Its events and logouts are noted in the
/// journal, as "event:refreshed" and "logout:requested", and handed on to the test.
template <class S = SharedMemory, class E = Manual>
class Client {
 public:
  static constexpr bool early_refresh_holds_up_its_caller = true;

  Client(Wire wire, S storage, E platform, Options options = {}, Journal journal = {}, Dialect protocol = dialect())
      : client_{std::move(wire), std::move(storage), std::move(protocol), std::move(options), std::move(platform)},
        journal_{std::move(journal)} {
    hear({});
    when_logged_out({});
  }

  void hear(Callback<void(const Event&)> listener) {
    client_.on_event([journal = journal_, listener](const Event& event) mutable {
      journal.note(std::string{"event:"} + name(event.kind));
      if (listener) listener(event);
    });
  }
  void when_logged_out(Callback<void(LogoutReason)> callback) {
    client_.on_logout([journal = journal_, callback](LogoutReason reason) mutable {
      journal.note(std::string{"logout:"} + name(reason));
      if (callback) callback(reason);
    });
  }

  Result<void> login(const char* password = "lovelace") { return login_with(Password{"ada", password}); }
  Result<void> login_with(const auto& grant) { return client_.login(grant); }
  Result<void> adopt(TokenSet tokens) { return client_.adopt(std::move(tokens)); }
  Result<void> logout() { return client_.logout(); }
  Result<void> refresh() { return client_.refresh(); }
  Result<bool> restore() { return client_.restore(); }
  bool logged_in() { return client_.logged_in(); }
  SessionInfo session() { return client_.session(); }
  Result<Response> send(Request request) { return client_.send(std::move(request)); }
  Result<Response> get(std::string_view url) { return client_.get(url); }
  Result<Response> post(std::string_view url, Body body) { return client_.post(url, std::move(body)); }
  Result<AccessToken> access_token() { return client_.access_token(); }
  void report_unauthorized(const AccessToken& token) { client_.report_unauthorized(token); }

  /// Until nothing goes on behind the calls.
  void settle() {}

 private:
  AuthClient<Wire, S, Dialect, E> client_;
  Journal journal_;
};

}  // namespace promise

#endif
