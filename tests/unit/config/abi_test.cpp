#include <keyturn/config/abi.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <string>
#include <typeinfo>

KEYTURN_NAMESPACE_BEGIN
struct AbiProbe {};
KEYTURN_NAMESPACE_END

BOOST_AUTO_TEST_SUITE(config_abi)

BOOST_AUTO_TEST_CASE(link_names_carry_the_version_and_users_do_not_see_it) {
  const std::string name = typeid(keyturn::AbiProbe).name();
  const std::string version = "v" + std::to_string(KEYTURN_VERSION_MAJOR) + "_" + std::to_string(KEYTURN_VERSION_MINOR);
  BOOST_TEST(name.find(version) != name.npos);
}

BOOST_AUTO_TEST_SUITE_END()
