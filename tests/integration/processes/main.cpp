#define BOOST_TEST_MODULE keyturn processes
#include <boost/test/unit_test.hpp>
