// What the tests of processes, hosts and faults have in common: a short and a long form, and counts that they tell.
#ifndef KEYTURN_TESTS_INTEGRATION_LONG_FORM_HPP
#define KEYTURN_TESTS_INTEGRATION_LONG_FORM_HPP

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

namespace long_form {

// tests/run --long
inline bool is_long() { return std::getenv("KEYTURN_TESTS_LONG") != nullptr; }

// What a test has counted, where ctest -V shows it.
template <class... Parts>
void report(const Parts&... parts) {
  std::cout << boost::unit_test::framework::current_test_case().p_name << ": ";
  (std::cout << ... << parts) << std::endl;
}

// By the clock of the machine: for what another process or thread is about to do.
template <class Condition>
void wait_until(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{2};
  while (!condition() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  BOOST_REQUIRE(condition());
}

}  // namespace long_form

#endif
