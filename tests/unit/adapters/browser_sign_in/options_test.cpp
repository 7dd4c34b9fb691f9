#include <keyturn/adapters/browser_sign_in/options.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(browser_sign_in_options)

BOOST_AUTO_TEST_CASE(by_default_the_system_chooses_and_the_user_has_five_minutes) {
  const keyturn::BrowserSignInOptions options;
  BOOST_TEST((options.timeout == std::chrono::minutes{5}));
  BOOST_TEST((options.address == keyturn::LoopbackAddress::any));
  BOOST_TEST(options.port == 0);
  BOOST_TEST(options.path == "/");
  BOOST_TEST(options.redirect_uri.empty());
  BOOST_TEST(!options.open_browser);
}

BOOST_AUTO_TEST_SUITE_END()
