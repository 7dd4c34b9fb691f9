#define BOOST_TEST_MODULE keyturn promises
#include <boost/test/unit_test.hpp>
