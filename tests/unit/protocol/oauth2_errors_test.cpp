#include <keyturn/protocol/oauth2_errors.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace keyturn::detail;

BOOST_AUTO_TEST_SUITE(oauth2_errors)

BOOST_AUTO_TEST_CASE(registered_words_are_known_and_nothing_else_is) {
  for (const auto word : {"invalid_grant", "invalid_client", "slow_down", "use_dpop_nonce", "interaction_required"})
    BOOST_TEST(is_oauth2_error(word), word);
  for (const auto word : {"", "INVALID_GRANT", "invalid_grant ", "eyJhbGciOi", "a token"})
    BOOST_TEST(!is_oauth2_error(word), word);
}

BOOST_AUTO_TEST_CASE(what_lasts_is_the_configuration_or_the_user) {
  for (const auto word : {"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
                          "interaction_required", "mfa_required", "consent_required", "login_required"})
    BOOST_TEST(is_lasting_oauth2_error(word), word);
  for (const auto word : {"invalid_grant", "invalid_request", "server_error", "temporarily_unavailable", "slow_down",
                          "use_dpop_nonce", ""})
    BOOST_TEST(!is_lasting_oauth2_error(word), word);
}

BOOST_AUTO_TEST_SUITE_END()
