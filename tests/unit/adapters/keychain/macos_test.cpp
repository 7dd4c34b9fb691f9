#include <keyturn/adapters/keychain/macos.hpp>

// On a Mac alone, where it writes into the login keychain and so has to be asked for.
#if defined(__APPLE__)
#include <boost/test/unit_test.hpp>

#include <cstdlib>

using keyturn::MacosKeychain;
using keyturn::Secret;

BOOST_AUTO_TEST_SUITE(keychain_macos)

static boost::test_tools::assertion_result is_asked_for(boost::unit_test::test_unit_id) {
  return std::getenv("KEYTURN_TESTS_KEYCHAIN") != nullptr;
}

BOOST_AUTO_TEST_CASE(gives_back_the_key_that_was_saved, *boost::unit_test::precondition(&is_asked_for)) {
  MacosKeychain keychain{"keyturn-check"};
  for (const char letter : {'a', 'b'}) {
    const Secret key{std::string_view{std::string(32, letter)}};
    BOOST_TEST(keychain.save(key).has_value());
    BOOST_TEST((**MacosKeychain{"keyturn-check"}.load() == key));
  }
  BOOST_TEST(!MacosKeychain{"keyturn-check-another"}.load()->has_value());
}

BOOST_AUTO_TEST_SUITE_END()
#endif
