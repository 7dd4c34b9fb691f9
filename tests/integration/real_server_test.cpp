// The whole flow over real sockets: libcurl, the example auth server with its database, session files on disk.
#include "real_server.hpp"

#include <sys/stat.h>

#include <array>
#include <latch>
#include <thread>
#include <vector>

namespace {

using namespace real_server;
using keyturn::AuthClient, keyturn::CurlTransport, keyturn::FileStorage, keyturn::JsonApi, keyturn::Options;

struct Fixture : Server {
  struct Client : AuthClient<CurlTransport, FileStorage, JsonApi, Shifted> {
    explicit Client(Server& on)
        : AuthClient{CurlTransport{},
                     FileStorage{on.directory.path + "/session"},
                     JsonApi{on.server.url()},
                     {},
                     Shifted{{}, on.time}} {}
  };

  static void log_in(Client& client) { BOOST_REQUIRE(client.login(keyturn::Password{"ada", "lovelace"})); }
};

// That many calls at once; how many brought 200.
template <class... Clients>
unsigned storm(unsigned threads, Clients&... clients) {
  const std::array all{&clients...};
  std::latch start{static_cast<std::ptrdiff_t>(threads)};
  std::atomic<unsigned> good{0};
  {
    std::vector<std::jthread> running;
    for (unsigned i = 0; i < threads; ++i)
      running.emplace_back([&, client = all[i % all.size()]] {
        start.arrive_and_wait();
        const auto answer = client->get("/me");
        if (answer && answer->status == 200) ++good;
      });
  }
  return good;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_real_server, Fixture)

BOOST_AUTO_TEST_CASE(login_use_refresh_and_logout) {
  Client client{*this};
  BOOST_TEST(!client.logged_in());
  BOOST_TEST((client.login(keyturn::Password{"ada", "wrong"}).error().code == Errc::login_refused));
  log_in(client);
  BOOST_TEST(client.get("/me").value().body.find("ada") != std::string::npos);
  BOOST_TEST(client.post("/notes", R"({"text":"first"})").value().status == 201);

  pass(61s);
  BOOST_TEST(client.get("/notes").value().body.find("first") != std::string::npos);
  BOOST_TEST(server.counters().rotations == 1u);

  const auto token = client.access_token();
  BOOST_REQUIRE(token);
  BOOST_TEST(client.logout().has_value());
  BOOST_TEST(!client.logged_in());
  const keyturn::Request verify{.method = "POST",
                                .url = server.url() + "/verify",
                                .body = R"({"token":")" + std::string{token->value()} + "\"}",
                                .timeout = 5s,
                                .max_response = 1000};
  BOOST_TEST(CurlTransport{}.send(verify).value().body.find("false") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(threads_on_an_expired_token_cause_one_refresh_and_all_get_their_answer) {
  Client client{*this};
  log_in(client);
  pass(61s);
  BOOST_TEST(storm(256, client) == 256u);
  BOOST_TEST(server.counters().refresh_requests == 1u);
  BOOST_TEST(server.counters().rotations == 1u);
}

BOOST_AUTO_TEST_CASE(threads_whose_token_the_server_refuses_cause_one_refresh_and_all_get_their_answer) {
  Client client{*this};
  log_in(client);
  server_time.advance(61s);  // dead there, alive by the clock here: each thread gets a 401 of its own
  BOOST_TEST(storm(256, client) == 256u);
  BOOST_TEST(server.counters().rotations == 1u);
}

BOOST_AUTO_TEST_CASE(two_clients_on_one_session_file_rotate_once_and_end_with_the_same_token) {
  Client first{*this};
  log_in(first);
  Client second{*this};
  BOOST_TEST(second.logged_in());
  for (unsigned round = 1; round <= 5; ++round) {
    pass(61s);
    BOOST_TEST(storm(32, first, second) == 32u);
    BOOST_TEST(server.counters().rotations == round);
    BOOST_TEST(server.counters().reuse_revocations == 0u);
  }
  BOOST_TEST(first.access_token()->value() == second.access_token()->value());
}

BOOST_AUTO_TEST_CASE(a_logout_in_one_client_ends_the_session_of_the_other) {
  Client first{*this};
  log_in(first);
  Client second{*this};
  BOOST_REQUIRE(second.get("/me"));
  std::optional<keyturn::LogoutReason> reason;
  second.on_logout([&](keyturn::LogoutReason why) { reason = why; });
  BOOST_TEST(first.logout().has_value());
  const auto answer = second.get("/me");
  BOOST_REQUIRE(!answer);
  BOOST_TEST((answer.error().code == Errc::session_ended));
  BOOST_TEST((reason == keyturn::LogoutReason::logged_out_elsewhere));
}

BOOST_AUTO_TEST_CASE(a_restart_goes_on_with_the_session_file_which_nobody_else_can_read) {
  {
    Client client{*this};
    log_in(client);
  }
  Client again{*this};
  BOOST_TEST(again.get("/me").value().status == 200);
  BOOST_TEST(server.counters().logins == 1u);
  struct ::stat info {};
  BOOST_REQUIRE(::stat((directory.path + "/session/default.session").c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 0777) == 0600u);
}

BOOST_AUTO_TEST_CASE(an_expired_refresh_token_ends_the_session_with_its_reason) {
  Client client{*this};
  log_in(client);
  std::optional<keyturn::LogoutReason> reason;
  client.on_logout([&](keyturn::LogoutReason why) { reason = why; });
  pass(3601s);
  const auto answer = client.get("/me");
  BOOST_REQUIRE(!answer);
  BOOST_TEST((answer.error().code == Errc::session_ended));
  BOOST_TEST(answer.error().status == 401);
  BOOST_TEST((reason == keyturn::LogoutReason::refresh_token_expired));
  BOOST_TEST(!client.logged_in());
}

BOOST_AUTO_TEST_CASE(a_server_that_is_down_ends_no_session) {
  Client client{*this};
  log_in(client);
  const std::uint16_t port = server.port();
  server.stop();
  const DeadPort nobody{port};
  pass(61s);
  keyturn::Request request{.url = "/me", .timeout = 200ms};
  const auto answer = client.send(request);
  BOOST_REQUIRE(!answer);
  BOOST_TEST((answer.error().code == Errc::refresh_unavailable));
  BOOST_TEST(client.logged_in());
}

BOOST_AUTO_TEST_SUITE_END()
