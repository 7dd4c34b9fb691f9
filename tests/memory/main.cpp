#define BOOST_TEST_MODULE keyturn without memory
#include <boost/test/unit_test.hpp>
