#include "auth_server.hpp"
#include "tests.hpp"

#include <optional>

using namespace keyturn;

namespace {

void expect_ok(Findings& f, const Result<Response>& answer, std::string_view what) {
  f.expect(answer && answer->status == 200,
           std::string{what} +
               (answer ? " gave " + std::to_string(answer->status) : " failed: " + testing::describe(answer.error())));
}

void whole_life(Findings& f) {
  AuthServer server;
  const std::string folder = folder_for("client");
  {
    Client client{WinHttpTransport{}, FileStorage{folder}, api_at(server.socket.url(""))};
    f.expect(!client.logged_in(), "there was a session before the login");
    f.expect(client.login(Password{"ada", "wrong"}).error().code == Errc::login_refused, "a wrong password was taken");
    const auto in = client.login(Password{"ada", "lovelace"});
    f.expect(in.has_value(), "the login failed: " + (in ? std::string{} : testing::describe(in.error())));
    expect_ok(f, client.get("/me"), "a call after the login");
    server.fake.kill_access_tokens();
    expect_ok(f, client.get("/me"), "a call with a dead token");
    f.expect(server.fake.counts().rotations == 1, "a dead token led to another number of rotations than one");
  }
  Client client{WinHttpTransport{}, FileStorage{folder}, api_at(server.socket.url(""))};
  std::optional<LogoutReason> reason;
  client.on_logout([&](LogoutReason why) { reason = why; });
  f.expect(client.logged_in(), "the session did not outlive its process");
  server.fake.kill_access_tokens();
  expect_ok(f, client.get("/me"), "a call after the restart");
  f.expect(server.fake.counts().rotations == 2, "the stored refresh token was not the newest");
  const auto out = client.logout();
  f.expect(out.has_value(), "the logout failed: " + (out ? std::string{} : testing::describe(out.error())));
  f.expect(reason == LogoutReason::requested, "nobody was told of the logout");
  f.expect(server.fake.live_sessions() == 0, "the server still knows the session");
  f.expect(!client.logged_in() && !*FileStorage{folder}.load("default"), "the session is still here");
}

}  // namespace

void test_client(CheckReport& report) {
  report.run("a client logs in, calls, renews, restarts and logs out", whole_life);
}
