#include <keyturn/protocol/json_api_config.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <set>

using keyturn::ExpiryUnit;
using keyturn::JsonApiConfig;

BOOST_AUTO_TEST_SUITE(json_api_config)

BOOST_AUTO_TEST_CASE(defaults_are_those_of_the_contract) {
  const JsonApiConfig config;
  BOOST_TEST(config.base_url.empty());
  BOOST_TEST(config.login_path == "/login");
  BOOST_TEST(config.refresh_path == "/refresh");
  BOOST_TEST(config.logout_path == "/logout");
  BOOST_TEST(config.sends.username == "username");
  BOOST_TEST(config.sends.password == "password");
  BOOST_TEST(config.sends.refresh_token == "refresh_token");
  BOOST_TEST(config.reads.access_token == "access_token");
  BOOST_TEST(config.reads.refresh_token == "refresh_token");
  BOOST_TEST(config.reads.token_type == "token_type");
  BOOST_TEST(config.reads.expires == "expires_in");
  BOOST_TEST(config.reads.refresh_expires == "refresh_expires_in");
  BOOST_TEST(config.reads.error == "error");
  BOOST_TEST((config.expires_unit == ExpiryUnit::seconds));
  BOOST_TEST(config.login_extra.empty());
  BOOST_TEST(config.refresh_extra.empty());
  BOOST_TEST(config.logout_extra.empty());
  BOOST_TEST(config.refresh_token_cookie.empty());
  BOOST_TEST(config.definitive_statuses.empty());
  BOOST_TEST(config.bare_401_is_definitive);
  BOOST_TEST(config.expired_error == "refresh_token_expired");
  BOOST_TEST(config.superseded_error == "superseded");
}

BOOST_AUTO_TEST_CASE(the_common_names_of_a_dead_refresh_token_are_definitive) {
  const auto errors = JsonApiConfig{}.definitive_errors;
  BOOST_TEST(errors == keyturn::default_definitive_errors());
  const std::set<std::string> expected{"invalid_grant", "invalid_refresh_token", "refresh_token_expired",
                                       "refresh_token_revoked", "refresh_token_reused"};
  BOOST_TEST((std::set<std::string>(errors.begin(), errors.end()) == expected));
}

BOOST_AUTO_TEST_SUITE_END()
