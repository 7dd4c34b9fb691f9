#include <keyturn/adapters/dpop/proof.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/dpop/proving_server.hpp>

using namespace std::chrono_literals;
using keyturn::detail::ProofClaims;
using keyturn::detail::ProofKey;
using proof_tests::Proof;
using proof_tests::read_proof;

BOOST_AUTO_TEST_SUITE(dpop_proof)

BOOST_AUTO_TEST_CASE(a_proof_says_what_it_is_for_and_is_signed) {
  const auto key = ProofKey::generate();
  const auto text =
      keyturn::detail::proof(*key, ProofClaims{.method = "POST",
                                               .url = "https://api.example.com/a%20b/\"?query=1#part",
                                               .nonce = "eyJ7S_zG.eyJH0-Z.HX4w-7v",
                                               .access_token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
                                               .jti = {'1', '2', '3'},
                                               .issued_at = std::chrono::sys_seconds{1562262618s}});
  BOOST_TEST_REQUIRE(text.has_value());
  const Proof proof = read_proof(*text);
  BOOST_TEST(proof.is_signed);
  BOOST_TEST(!proof.has_private_part);
  BOOST_TEST(proof.type == "dpop+jwt");
  BOOST_TEST(proof.algorithm == "ES256");
  BOOST_TEST(proof.x == key->x());
  BOOST_TEST(proof.method == "POST");
  BOOST_TEST(proof.url == "https://api.example.com/a%20b/\"");
  BOOST_TEST(proof.ath == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
  BOOST_TEST(proof.nonce == "eyJ7S_zG.eyJH0-Z.HX4w-7v");
  BOOST_TEST(proof.issued_at == 1562262618);
}

BOOST_AUTO_TEST_CASE(without_token_and_nonce_it_names_neither) {
  const auto text =
      keyturn::detail::proof(*ProofKey::generate(), ProofClaims{.method = "POST", .url = "https://a/token"});
  const std::string body =
      proof_tests::decoded(text->substr(text->find('.') + 1, text->rfind('.') - text->find('.') - 1));
  BOOST_TEST(body.find("ath") == std::string::npos);
  BOOST_TEST(body.find("nonce") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_nonce_is_made_of_what_the_standard_allows) {
  BOOST_TEST(keyturn::detail::is_nonce("eyJ7S_zG.eyJH0-Z.HX4w-7v"));
  for (const std::string_view bad : {"", "a b", "a\"b", "a\\b", "a\nb", "\x7f", "\xc3\xa4"})
    BOOST_TEST(!keyturn::detail::is_nonce(bad), bad);
  BOOST_TEST(!keyturn::detail::is_nonce(std::string(1025, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
