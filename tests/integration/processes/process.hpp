// A running keyturn-client-process.
#ifndef KEYTURN_TESTS_PROCESSES_PROCESS_HPP
#define KEYTURN_TESTS_PROCESSES_PROCESS_HPP

#include <integration/process.hpp>

namespace processes {

class Process : public integration::Process {
 public:
  // The program's path is the test program's first own argument. `before`: the words of a command that starts it.
  explicit Process(std::vector<std::string> options, const std::vector<std::string>& before = {})
      : integration::Process{words(std::move(options), before)} {}

 private:
  static std::vector<std::string> words(std::vector<std::string> options, const std::vector<std::string>& before) {
    const auto& test = boost::unit_test::framework::master_test_suite();
    BOOST_REQUIRE_MESSAGE(test.argc > 1, "the path of keyturn-client-process must stand after --");
    options.insert(options.begin(), test.argv[1]);
    options.insert(options.begin(), before.begin(), before.end());
    return options;
  }
};

}  // namespace processes

#endif
