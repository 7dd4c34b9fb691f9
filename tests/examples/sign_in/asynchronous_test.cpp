// The same server, and one thread that waits for nothing: sign-ins, client and transport are polled as in a game loop.
#include "oauth_server.hpp"
#include "unit/adapters/browser.hpp"

#include <keyturn/curl_multi.hpp>
#include <keyturn/sign_in.hpp>

#include <boost/test/unit_test.hpp>

#include <thread>

using namespace keyturn;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(asynchronous_sign_in)

using Client = AuthClient<PolledCurlMultiTransport, MemoryStorage, OAuth2>;

struct Fixture {
  OAuthServer server;
  CurlTransport browser_of_the_test;
  Client client{PolledCurlMultiTransport{}, MemoryStorage{}, OAuth2{config()}};

  OAuth2Config config() {
    auto found = discover(browser_of_the_test, server.issuer());
    BOOST_TEST_REQUIRE(found.has_value());
    found->client_id = "app";
    found->api_base = server.issuer();
    return *found;
  }
  // A frame of the game, again and again until `done`; none of them takes long.
  template <class Done>
  void run_until(Done&& done) {
    const TimePoint end = later(Hosted{}.now(), 30s);
    while (!done() && Hosted{}.now() < end) {
      client.poll();
      std::this_thread::sleep_for(1ms);
    }
  }
  int call() {
    int status = 0;
    client.get("/me", [&](Result<Response> answer) { status = answer ? answer->status : -1; });
    run_until([&] { return status != 0; });
    return status;
  }
};

BOOST_FIXTURE_TEST_CASE(by_browser, Fixture) {
  auto sign_in = BrowserSignIn::begin(client.protocol().config());
  BOOST_TEST_REQUIRE(sign_in.has_value());
  std::thread user{[&, url = sign_in->url()] {
    const auto sent = browser_of_the_test.send({.url = url, .timeout = 10s});
    if (sent)
      static_cast<void>(browser_of_the_test.send({.url = std::string{*sent->headers.get("Location")}, .timeout = 10s}));
  }};
  std::optional<Result<AuthorizationCode>> code;
  run_until([&] { return (code = sign_in->poll()).has_value(); });
  user.join();
  BOOST_TEST_REQUIRE(code.has_value());
  BOOST_TEST_REQUIRE(code->has_value());
  std::optional<Result<void>> logged_in;
  client.login(**code, [&](Result<void> result) { logged_in = std::move(result); });
  run_until([&] { return logged_in.has_value(); });
  BOOST_TEST_REQUIRE(logged_in.has_value());
  BOOST_TEST(logged_in->has_value());
  BOOST_TEST(call() == 200);
  BOOST_TEST(!browser::answers(sign_in->redirect_uri()));
}

BOOST_FIXTURE_TEST_CASE(by_device_over_the_clients_own_transport, Fixture) {
  DeviceSignIn sign_in{client.transport(), client.protocol()};
  std::optional<Result<TokenSet>> tokens;
  bool shown = false;
  run_until([&] {
    shown = shown || sign_in.codes().has_value();
    return (tokens = sign_in.poll()).has_value();
  });
  BOOST_TEST(shown);
  BOOST_TEST_REQUIRE(tokens.has_value());
  BOOST_TEST_REQUIRE(tokens->has_value());
  BOOST_TEST(client.adopt(*std::move(*tokens)).has_value());
  BOOST_TEST(call() == 200);
  BOOST_TEST(server.count("token urn:ietf:params:oauth:grant-type:device_code") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
