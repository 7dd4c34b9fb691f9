// Tokens that are bound to a key, on a real server that wants a nonce of its own in every proof, with each driver.
#include "oauth_server.hpp"

namespace oauth {
namespace {

struct Bound : Server {
  integration::Time time;
  keyturn::MemoryStorage storage;

  OAuth2Config bound_config() {
    auto settings = config("bound");
    settings.token_type = "DPoP";
    return settings;
  }

  template <class Driver>
  auto bound_client() {
    const auto settings = bound_config();
    const keyturn::DPoP dpop{settings.token_endpoint};
    auto transport = dpop.transport(typename Driver::Transport{});
    auto kept = dpop.storage(storage);
    auto protocol = dpop.protocol(OAuth2{settings});
    return Client<Driver, decltype(transport), decltype(kept), decltype(protocol)>{
        std::move(transport), std::move(kept), std::move(protocol), time};
  }
};

BOOST_FIXTURE_TEST_SUITE(dpop, Bound)

BOOST_AUTO_TEST_CASE_TEMPLATE(login_calls_rotation_and_logout_are_proven, Driver, Drivers) {
  auto app = bound_client<Driver>();
  const auto done = app.login(sign_in(bound_config()));
  BOOST_REQUIRE_MESSAGE(done.has_value(), done.error().detail);
  BOOST_TEST(requests_to("/token") == 2);  // the first one brought the nonce
  for (int i = 1; i <= 3; ++i) {
    BOOST_TEST(app.who() == 200);
    pass(10s), time.advance(10s);
  }
  BOOST_TEST((*app).session().generation == 3u);
  BOOST_TEST(app.logout().has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_next_process_goes_on_with_the_key_that_lies_with_the_session, Driver, Drivers) {
  BOOST_REQUIRE(bound_client<Driver>().login(sign_in(bound_config())).has_value());
  auto next = bound_client<Driver>();
  BOOST_TEST(next.who() == 200);
  pass(10s), time.advance(10s);
  BOOST_TEST(next.who() == 200);
  BOOST_TEST((*next).session().generation == 2u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_tokens_alone_are_worth_nothing, Driver, Drivers) {
  auto app = bound_client<Driver>();
  BOOST_REQUIRE(app.login(sign_in(bound_config())).has_value());
  const auto token = Driver::template of<keyturn::AccessToken>(
      *app, [](auto& client, auto... done) { return client.access_token(done...); });
  keyturn::Request request{.url = issuer() + "/me", .auth = keyturn::Auth::none, .timeout = 10s, .max_response = 10000};
  for (const std::string scheme : {"Bearer ", "DPoP "}) {
    request.headers.set("Authorization", scheme + std::string{token->value()});
    const auto answer = keyturn::CurlTransport{}.send(request);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST((answer->status == 400 || answer->status == 401), answer->status);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace oauth
