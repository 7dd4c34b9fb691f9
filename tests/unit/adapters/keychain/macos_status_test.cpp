#include <keyturn/adapters/keychain/macos_status.hpp>

#include <boost/test/unit_test.hpp>

#include <utility>

using keyturn::Errc;

BOOST_AUTO_TEST_SUITE(keychain_macos_status)

BOOST_AUTO_TEST_CASE(each_failure_says_what_to_do_and_none_is_the_end_of_a_session) {
  const std::pair<std::int32_t, std::string_view> texts[] = {
      {-25308, "it is locked, and no window may ask for its password; unlock it and try again (OSStatus -25308)"},
      {-128, "its user has not allowed the program to use the key; try again and allow it (OSStatus -128)"},
      {-25293, "its user has not allowed the program to use the key; try again and allow it (OSStatus -25293)"},
      {-25291, "there is none, as for a user who is not logged in; log in and try again (OSStatus -25291)"},
      {-34018, "it cannot be used now; try again (OSStatus -34018)"},
      {-50, "it cannot be used now; try again (OSStatus -50)"},
  };
  for (const auto& [number, text] : texts) {
    const auto error = keyturn::detail::macos_keychain_error(number);
    BOOST_TEST((error.code == Errc::storage_failed));
    BOOST_TEST(error.detail == "the keychain: " + std::string{text});
  }
}

BOOST_AUTO_TEST_SUITE_END()
