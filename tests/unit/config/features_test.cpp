#include <keyturn/config/features.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(features)

BOOST_AUTO_TEST_CASE(exceptions_are_noticed) {
  bool caught = false;
  try {
    throw 1;
  } catch (int) {
    caught = true;
  }
  BOOST_TEST(caught);
  static_assert(KEYTURN_HAS_EXCEPTIONS == 1);
}

BOOST_AUTO_TEST_CASE(threads_are_noticed) { static_assert(KEYTURN_HAS_HOSTED == 1); }

BOOST_AUTO_TEST_CASE(secrets_stand_in_ordinary_memory_unless_a_build_says_otherwise) {
  static_assert(KEYTURN_HARDENED_SECRETS == 0);
}

BOOST_AUTO_TEST_SUITE_END()
