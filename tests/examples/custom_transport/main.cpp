#define BOOST_TEST_MODULE custom_transport
#include <boost/test/unit_test.hpp>
