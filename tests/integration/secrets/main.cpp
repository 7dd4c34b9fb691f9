#define BOOST_TEST_MODULE keyturn secrets
#include <boost/test/unit_test.hpp>
