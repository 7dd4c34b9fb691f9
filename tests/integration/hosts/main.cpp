#include <boost/test/unit_test.hpp>

#include "network.hpp"

#include <iostream>

namespace {

bool init() {
  boost::unit_test::framework::master_test_suite().p_name.value = "keyturn hosts";
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (const std::string why = hosts::why_not(); !why.empty()) {
    std::cout << "SKIPPED: nothing was tested, as this process cannot make network namespaces: " << why
              << "\nStart it as root, or with CAP_SYS_ADMIN and CAP_NET_ADMIN.\n";
    return 77;
  }
  return boost::unit_test::unit_test_main(&init, count, arguments);
}
