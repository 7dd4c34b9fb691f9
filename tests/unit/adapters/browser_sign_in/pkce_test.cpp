#include <keyturn/adapters/browser_sign_in/pkce.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace keyturn::detail;

BOOST_AUTO_TEST_SUITE(browser_sign_in_pkce)

BOOST_AUTO_TEST_CASE(the_challenge_is_that_of_the_standards_example) {  // RFC 7636, appendix B
  const auto challenge = code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  BOOST_TEST_REQUIRE(challenge.has_value());
  BOOST_TEST(challenge->view() == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

BOOST_AUTO_TEST_CASE(bytes_become_characters_that_need_no_escape) {
  std::array<unsigned char, 32> bytes;
  bytes.fill(0xff);
  BOOST_TEST(url_safe(bytes).view() == std::string(42, '_') + "8");
  bytes.fill(0xfb);
  BOOST_TEST(url_safe(bytes).view().substr(0, 8) == "-_v7-_v7");
}

BOOST_AUTO_TEST_CASE(texts_are_as_long_as_a_verifier_must_be_and_never_the_same) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const auto text = unguessable_text();
    BOOST_TEST_REQUIRE(text.has_value());
    BOOST_TEST_REQUIRE(text->size() == 43u);
    BOOST_TEST_REQUIRE(
        (text->view().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
         std::string_view::npos));
    seen.emplace(text->view());
  }
  BOOST_TEST(seen.size() == 10'000u);
}

BOOST_AUTO_TEST_SUITE_END()
