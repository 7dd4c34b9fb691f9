#define BOOST_TEST_MODULE embedded
#include <boost/test/unit_test.hpp>
