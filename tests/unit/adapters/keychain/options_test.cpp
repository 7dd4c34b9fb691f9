#include <keyturn/adapters/keychain/options.hpp>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using keyturn::detail::keychain_time_limit;

BOOST_AUTO_TEST_SUITE(keychain_options)

BOOST_AUTO_TEST_CASE(who_may_prompt_waits_for_a_user_and_who_may_not_does_not) {
  BOOST_TEST((keychain_time_limit({}) == 3s));
  BOOST_TEST((keychain_time_limit({.may_prompt = true}) == 60s));
  BOOST_TEST((keychain_time_limit({.time_limit = 50ms}) == 50ms));
  BOOST_TEST((keychain_time_limit({.may_prompt = true, .time_limit = 5s}) == 5s));
  BOOST_TEST((keychain_time_limit({.time_limit = -1ms}) == 3s));
}

BOOST_AUTO_TEST_SUITE_END()
