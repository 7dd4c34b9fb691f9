#include <keyturn/config/version.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(version)

// Build files read the numbers as text and packages compare them, so they must be plain ones.
BOOST_AUTO_TEST_CASE(numbers_are_plain_integers) {
  static_assert(KEYTURN_VERSION_MAJOR >= 0 && KEYTURN_VERSION_MINOR >= 0 && KEYTURN_VERSION_PATCH >= 0);
  BOOST_TEST(KEYTURN_VERSION_MAJOR + KEYTURN_VERSION_MINOR + KEYTURN_VERSION_PATCH > 0);
}

BOOST_AUTO_TEST_SUITE_END()
