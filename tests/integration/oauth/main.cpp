#define BOOST_TEST_MODULE keyturn with a certified OpenID provider
#include <boost/test/unit_test.hpp>
