#include <keyturn/adapters/dpop/key.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <unit/adapters/dpop/proving_server.hpp>

using keyturn::Errc;
using keyturn::detail::ProofKey;

BOOST_AUTO_TEST_SUITE(dpop_key)

BOOST_AUTO_TEST_CASE(base64url_has_no_padding_and_no_character_that_a_url_changes) {
  BOOST_TEST(keyturn::detail::base64url("") == "");
  BOOST_TEST(keyturn::detail::base64url("f") == "Zg");
  BOOST_TEST(keyturn::detail::base64url("fo") == "Zm8");
  BOOST_TEST(keyturn::detail::base64url("foo") == "Zm9v");
  BOOST_TEST(keyturn::detail::base64url("\xfb\xff\xfe") == "-__-");
}

BOOST_AUTO_TEST_CASE(digests_are_those_of_the_standard) {
  // RFC 9449, section 7.1
  BOOST_TEST(keyturn::detail::base64url(keyturn::detail::sha256("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")) ==
             "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
}

BOOST_AUTO_TEST_CASE(signatures_are_verified_with_the_public_part_and_by_no_other_key) {
  const auto key = ProofKey::generate(), other = ProofKey::generate();
  for (int i = 0; i < 50; ++i) {  // r and s are now and then shorter than 32 bytes
    const auto signature = key->sign("words");
    BOOST_TEST_REQUIRE(signature.has_value());
    BOOST_TEST(proof_tests::verifies(key->x(), key->y(), "words", *signature));
    BOOST_TEST(!proof_tests::verifies(key->x(), key->y(), "wordz", *signature));
    BOOST_TEST(!proof_tests::verifies(other->x(), other->y(), "words", *signature));
  }
}

BOOST_AUTO_TEST_CASE(a_key_comes_back_from_its_bytes) {
  const auto key = ProofKey::generate();
  const auto again = ProofKey::from_bytes(key->bytes().view());
  BOOST_TEST_REQUIRE(again.has_value());
  BOOST_TEST(again->thumbprint() == key->thumbprint());
  BOOST_TEST(proof_tests::verifies(key->x(), key->y(), "words", *again->sign("words")));
}

BOOST_AUTO_TEST_CASE(bytes_that_hold_no_key_are_told_from_one) {
  const keyturn::Secret whole = ProofKey::generate()->bytes();
  for (const std::string_view bytes : {std::string_view{}, std::string_view{"nonsense"}, whole.view().substr(0, 40)}) {
    const auto key = ProofKey::from_bytes(bytes);
    BOOST_TEST_REQUIRE(!key.has_value());
    BOOST_TEST((key.error().code == Errc::storage_corrupt));
  }
}

BOOST_AUTO_TEST_CASE(no_two_keys_are_the_same) {
  BOOST_TEST(ProofKey::generate()->thumbprint() != ProofKey::generate()->thumbprint());
  BOOST_TEST(ProofKey::generate()->thumbprint().size() == 43u);
}

BOOST_AUTO_TEST_SUITE_END()
