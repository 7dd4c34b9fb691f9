#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <iostream>

namespace {

bool init() {
  boost::unit_test::framework::master_test_suite().p_name.value = "keyturn server load";
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (std::system("command -v wrk >/dev/null") != 0) {
    std::cout << "SKIPPED: nothing was tested, as wrk is not installed; on Debian it is a package of that name.\n";
    return 77;
  }
  return boost::unit_test::unit_test_main(&init, count, arguments);
}
