// The whole flow over real sockets: libcurl, the example auth server with its database, session files on disk.
#include <keyturn/keyturn.hpp>

#include "auth_server/auth_server.hpp"

#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using keyturn::AuthClient, keyturn::CurlTransport, keyturn::Errc, keyturn::FileStorage, keyturn::JsonApi,
    keyturn::Options;
using keyturn::example::AuthServer, keyturn::example::AuthServerConfig;

// The system's clocks, moved on together by the test: on the client's side and on the server's.
class Time {
 public:
  void advance(std::chrono::seconds span) { *offset_ += span.count(); }
  std::chrono::seconds offset() const { return std::chrono::seconds{*offset_}; }

 private:
  std::shared_ptr<std::atomic<long long>> offset_ = std::make_shared<std::atomic<long long>>(0);
};

struct Shifted : keyturn::Hosted {
  Time time;
  keyturn::TimePoint now() const { return Hosted::now() + time.offset(); }
  keyturn::WallTime wall() const { return Hosted::wall() + time.offset(); }
};

struct Directory {
  Directory() {
    char name[] = "/tmp/keyturn-integration-XXXXXX";
    BOOST_REQUIRE(::mkdtemp(name) != nullptr);
    path = name;
  }
  ~Directory() { std::filesystem::remove_all(path); }
  std::string path;
};

// Keeps a port on which nobody listens, so that no other program's server answers there.
class DeadPort {
 public:
  explicit DeadPort(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    const int yes = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BOOST_REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  DeadPort(const DeadPort&) = delete;
  DeadPort& operator=(const DeadPort&) = delete;
  ~DeadPort() { ::close(socket_); }

 private:
  int socket_;
};

struct Fixture {
  Time time, server_time;
  Directory directory;
  AuthServer server{configuration()};

  Fixture() { BOOST_REQUIRE(server.add_user("ada", "lovelace")); }

  AuthServerConfig configuration() {
    AuthServerConfig config;
    config.access_ttl = 60s;
    config.refresh_ttl = 3600s;
    config.database = directory.path + "/tokens.sqlite";
    config.clock = [time = server_time] { return keyturn::Hosted{}.wall() + time.offset(); };
    return config;
  }

  void pass(std::chrono::seconds span) {
    time.advance(span);
    server_time.advance(span);
  }

  struct Client : AuthClient<CurlTransport, FileStorage, JsonApi, Shifted> {
    explicit Client(Fixture& on)
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
