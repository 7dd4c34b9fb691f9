#define BOOST_TEST_MODULE sign_in
#include <boost/test/unit_test.hpp>
