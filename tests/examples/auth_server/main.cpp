#define BOOST_TEST_MODULE auth_server
#include <boost/test/unit_test.hpp>
