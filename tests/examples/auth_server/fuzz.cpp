// Thousands of broken requests over real sockets, each made from a valid one; afterwards all is as it was.
#include "tls_client.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <random>

using namespace keyturn::example;

namespace {

// Seeded, so that what fails once fails again.
class Mutations {
 public:
  explicit Mutations(unsigned seed) : random_{seed} {}

  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : static_cast<std::size_t>(random_()) % limit; }

  std::string of(std::string bytes) {
    for (std::size_t changes = 1 + below(5); changes > 0; --changes) change(bytes);
    return bytes;
  }

 private:
  void change(std::string& bytes) {
    static const std::array<std::string, 18> pieces{"\r\n",
                                                    "\r\n\r\n",
                                                    "\n",
                                                    "\r",
                                                    ":",
                                                    ";",
                                                    "=",
                                                    "\"",
                                                    "}",
                                                    "[",
                                                    "\\u0000",
                                                    "%00",
                                                    "chunked",
                                                    "-1",
                                                    "99999999999999999999",
                                                    "Content-Length: 5\r\n",
                                                    "Transfer-Encoding: chunked\r\n",
                                                    std::string(1, '\0')};
    if (bytes.empty()) bytes = "x";
    const std::size_t at = below(bytes.size());
    switch (below(7)) {
      case 0:
        bytes[at] = static_cast<char>(below(256));
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes.erase(at, below(20));
        break;
      case 4:
        bytes.insert(at, pieces[below(pieces.size())]);
        break;
      case 5:
        bytes.insert(at, bytes.substr(below(bytes.size()), below(200)));
        break;
      default:
        bytes.insert(at, below(300), static_cast<char>(below(256)));
    }
  }

  std::mt19937 random_;
};

AuthServerConfig for_fuzz(AuthServerConfig config) {
  config.http.head_timeout = 100ms;
  config.http.body_timeout = 100ms;
  config.allow_faults = true;
  return config;
}

// Valid requests of every kind; those that name a session name one that may be lost.
std::vector<std::string> valid_requests(const json& pair) {
  const std::string refresh_token = pair.at("refresh_token");
  const std::string bearer = "Authorization: Bearer " + pair.at("access_token").get<std::string>() + "\r\n";
  const std::string body = json{{"refresh_token", refresh_token}}.dump();
  return {
      post("/refresh", body, "Idempotency-Key: key\r\n"),
      post("/refresh", "{}", "Cookie: theme=dark; refresh_token=" + refresh_token + "\r\n"),
      post("/refresh", body, "X-Fault: drop-after-commit\r\n"),
      post("/refresh", body, "X-Fault: status=503\r\n"),
      get("/health", "X-Fault: delay=1\r\n"),
      post("/logout", body, bearer),
      post("/notes", R"({"text":"\u00e4\ud83d\ude00 and more"})", bearer),
      post("/verify", json{{"token", refresh_token}}.dump()),
      "POST /verify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
      "chunked\r\n\r\n5\r\n{\"tok\r\n7\r\nen\":1}\n\r\n0\r\n\r\n",
      "POST /refresh HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
      get("/me", bearer) + get("/notes", bearer) + get("/health"),
      get("/metrics"),
      get("/presentations?x=y"),
      "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET http://localhost/health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
      post("/login", R"({"username":"nobody","password":"x","mode":"cookie"})"),
  };
}

// The session from before lives on: its access token serves, its refresh token rotates, and so does the next.
template <class Connect>
void check_unharmed(const RunningServer& running, const json& pair, Connect connect) {
  BOOST_TEST(connect().send(get("/health")).read().result_int() == 200u);
  const std::string bearer = "Authorization: Bearer " + pair.at("access_token").get<std::string>() + "\r\n";
  BOOST_TEST(connect().send(get("/me", bearer)).read().result_int() == 200u);
  std::string token = pair.at("refresh_token");
  for (const char* key : {"one", "two"}) {
    const std::string request =
        post("/refresh", json{{"refresh_token", token}}.dump(), "Idempotency-Key: " + std::string{key} + "\r\n");
    const auto answer = connect().send(request).read();
    BOOST_REQUIRE(answer.result_int() == 200u);
    token = body_of(answer).at("refresh_token");
  }
  BOOST_TEST(running.server.requests({}, {}, 500) == 0u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fuzz)

BOOST_AUTO_TEST_CASE(broken_requests_harm_nothing) {
  const RunningServer running{for_fuzz({})};
  const json kept = running.login();
  const auto valid = valid_requests(running.login());
  Mutations mutations{20300506};
  for (std::size_t round = 0; round < 4000; ++round) {
    const std::size_t kind = round % 64 == 0 ? valid.size() - 1 : mutations.below(valid.size() - 1);
    auto client = running.connect();
    client.send(mutations.of(valid[kind])).stop_sending();
    BOOST_REQUIRE_MESSAGE(client.closed(), "round " << round);
  }
  check_unharmed(running, kept, [&] { return running.connect(); });
}

BOOST_AUTO_TEST_CASE(broken_requests_over_tls_harm_nothing) {
  const TemporaryFolder folder;
  const Certificate certificate{folder};
  const RunningServer running{for_fuzz(certificate.config())};
  const auto connect = [&] { return TlsClient{running.server.port(), certificate}; };
  const auto login = [&] {
    return body_of(connect().send(post("/login", R"({"username":"ada","password":"lovelace"})")).read());
  };
  const json kept = login();
  const auto valid = valid_requests(login());
  Mutations mutations{20300507};
  for (std::size_t round = 0; round < 600; ++round) {
    auto client = connect();
    const std::string bytes = mutations.of(valid[mutations.below(valid.size() - 1)]);
    if (round % 8 == 0)
      client.send_raw(bytes);
    else
      client.send(bytes);
    client.stop_sending();
    BOOST_REQUIRE_MESSAGE(client.closed(), "round " << round);
  }
  check_unharmed(running, kept, connect);
}

BOOST_AUTO_TEST_CASE(broken_handshakes_harm_nothing) {
  const TemporaryFolder folder;
  const Certificate certificate{folder};
  const RunningServer running{for_fuzz(certificate.config())};
  const auto connect = [&] { return TlsClient{running.server.port(), certificate}; };
  const json kept = body_of(connect().send(post("/login", R"({"username":"ada","password":"lovelace"})")).read());
  Mutations mutations{20300508};
  const std::string hello = client_hello();
  BOOST_REQUIRE(hello.size() > 100u);
  for (std::size_t round = 0; round < 1500; ++round) {
    auto client = running.connect();
    client.send(mutations.of(hello)).stop_sending();
    BOOST_REQUIRE_MESSAGE(client.closed(), "round " << round);
  }
  check_unharmed(running, kept, connect);
}

BOOST_AUTO_TEST_SUITE_END()
