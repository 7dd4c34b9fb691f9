#include <keyturn/model/options.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(defaults_are_those_of_the_contract) {
  const keyturn::Options options;
  BOOST_TEST(options.account == "default");
  BOOST_TEST(options.allowed_origins.empty());
  BOOST_TEST(!options.leeway);
  BOOST_CHECK(options.request_timeout == 30s);
  BOOST_CHECK(options.refresh_timeout == 30s);
  BOOST_CHECK(options.logout_timeout == 10s);
  BOOST_CHECK(options.lock_patience == 40s);
  BOOST_TEST(options.max_response == 64u * 1024 * 1024);
  BOOST_TEST(options.max_token_answer == 1024u * 1024);
  BOOST_TEST(options.refresh_budget.count == 5u);
  BOOST_CHECK(options.refresh_budget.window == 30s);
  BOOST_TEST(options.refresh_attempts == 3u);
}

// Whoever waits for the lock must outlive one refresh of its holder.
BOOST_AUTO_TEST_CASE(the_lock_is_waited_for_longer_than_a_refresh_takes) {
  const keyturn::Options options;
  BOOST_CHECK(options.lock_patience > options.refresh_timeout);
}

BOOST_AUTO_TEST_SUITE_END()
