#include <keyturn/model/tokens.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <type_traits>

using keyturn::Password;
using keyturn::TokenSet;

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(an_empty_set_is_a_bearer_set_without_tokens_or_lifetimes) {
  const TokenSet tokens;
  BOOST_TEST(tokens.access_token.empty());
  BOOST_TEST(tokens.refresh_token.empty());
  BOOST_TEST(tokens.id_token.empty());
  BOOST_TEST(tokens.token_type == "Bearer");
  BOOST_TEST(tokens.scope.empty());
  BOOST_TEST(!tokens.expires_in);
  BOOST_TEST(!tokens.refresh_expires_in);
  BOOST_TEST(!tokens.expires_at);
  BOOST_TEST(!tokens.refresh_expires_at);
}

BOOST_AUTO_TEST_CASE(copies_are_deep) {
  TokenSet tokens{.access_token = "a", .refresh_token = "r"};
  const TokenSet copy = tokens;
  tokens.access_token = "b";
  BOOST_TEST(copy.access_token.view() == "a");
  BOOST_TEST(copy.refresh_token.view() == "r");
}

BOOST_AUTO_TEST_CASE(a_password_is_a_name_and_a_secret) {
  const Password password{"ada", "lovelace"};
  BOOST_TEST(password.username == "ada");
  BOOST_TEST(password.password.view() == "lovelace");
  static_assert(std::is_same_v<decltype(Password::password), keyturn::Secret>);
}

BOOST_AUTO_TEST_SUITE_END()
