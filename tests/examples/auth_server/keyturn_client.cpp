// keyturn's own client against this server, with the refresh token in a cookie, by libcurl and over TLS.
#include "tls_client.hpp"

#include <keyturn/builtin/memory_storage.hpp>
#include <keyturn/keyturn.hpp>

#include <boost/test/unit_test.hpp>

using namespace keyturn::example;

namespace {

using CookieClient = keyturn::AuthClient<keyturn::CurlTransport, keyturn::MemoryStorage, keyturn::JsonApi>;

keyturn::JsonApiConfig by_cookie(const RunningServer& running) {
  keyturn::JsonApiConfig config;
  config.base_url = running.server.url();
  config.refresh_token_cookie = "refresh_token";
  config.login_extra = {{"mode", "cookie"}};
  return config;
}

// A life too short to wait for: each use of a new client's session is a refresh.
AuthServerConfig short_lived(AuthServerConfig config) {
  config.access_ttl = 1s;
  return config;
}

void check_flow(const RunningServer& running, CookieClient& client) {
  BOOST_REQUIRE(client.login(keyturn::Password{"ada", "lovelace"}));
  BOOST_TEST(client.get("/me").value().status == 200);
  for (int turn = 0; turn < 2; ++turn) BOOST_TEST(client.refresh().has_value());
  BOOST_TEST(running.server.counters().rotations >= 2u);
  BOOST_TEST(running.server.counters().reuse_revocations == 0u);
  BOOST_TEST(client.get("/me").value().status == 200);
  const auto logged_out = client.logout();
  BOOST_TEST(logged_out.has_value());
  BOOST_TEST(!client.logged_in());
  BOOST_TEST(running.server.counters().logouts == 1u);

  std::int64_t rotation = 0;
  for (const Presentation& shown : running.server.presentations()) {
    BOOST_TEST(to_string(shown.outcome) == "rotated");
    BOOST_TEST(shown.rotation.value() == rotation++);
    BOOST_TEST(shown.idempotency_key.has_value());
  }
  BOOST_TEST(static_cast<std::uint64_t>(rotation) == running.server.counters().rotations);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(keyturn_client)

BOOST_AUTO_TEST_CASE(login_refresh_and_logout_by_cookie) {
  const RunningServer running{short_lived({})};
  CookieClient client{keyturn::CurlTransport{}, keyturn::MemoryStorage{}, keyturn::JsonApi{by_cookie(running)}};
  check_flow(running, client);
}

BOOST_AUTO_TEST_CASE(the_same_over_tls) {
  const TemporaryFolder folder;
  const Certificate certificate{folder};
  const RunningServer running{short_lived(certificate.config())};
  keyturn::CurlOptions options;
  options.ca_file = certificate.certificate;
  CookieClient client{keyturn::CurlTransport{options}, keyturn::MemoryStorage{}, keyturn::JsonApi{by_cookie(running)}};
  check_flow(running, client);
}

BOOST_AUTO_TEST_SUITE_END()
