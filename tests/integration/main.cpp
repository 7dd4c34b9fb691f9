#define BOOST_TEST_MODULE keyturn integration
#include <boost/test/unit_test.hpp>
