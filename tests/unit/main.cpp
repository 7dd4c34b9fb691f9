#define BOOST_TEST_MODULE keyturn unit
#include <boost/test/unit_test.hpp>
