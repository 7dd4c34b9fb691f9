#include <keyturn/protocol/oauth2_config.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn;

BOOST_AUTO_TEST_SUITE(oauth2_config)

BOOST_AUTO_TEST_CASE(defaults_are_those_of_the_contract) {
  const OAuth2Config config{.issuer = "https://id.example.test", .client_id = "app"};
  for (const std::string* endpoint :
       {&config.authorization_endpoint, &config.token_endpoint, &config.revocation_endpoint,
        &config.device_authorization_endpoint, &config.api_base, &config.scope})
    BOOST_TEST(endpoint->empty());
  BOOST_TEST((config.client_auth == ClientAuth::none));
  BOOST_TEST(config.client_secret.empty());
  BOOST_TEST(config.extra.empty());
  BOOST_TEST(config.definitive_errors == std::vector<std::string>{"invalid_grant"});
  BOOST_TEST(config.definitive_statuses.empty());
  BOOST_TEST(config.token_type == "Bearer");
  BOOST_TEST(config.token_type_aliases.empty());
  BOOST_TEST(!config.iss_in_callbacks);
  BOOST_TEST(!config.sends_idempotency_key);
}

BOOST_AUTO_TEST_CASE(a_server_that_nothing_is_known_of_is_asked_again_at_once_and_then_left_alone) {
  BOOST_TEST((OAuth2Config{}.unknown_outcome.rule == UnknownOutcome::Rule::repeat_within));
  BOOST_TEST((OAuth2Config{}.unknown_outcome.window == std::chrono::seconds{10}));
}

BOOST_AUTO_TEST_SUITE_END()
