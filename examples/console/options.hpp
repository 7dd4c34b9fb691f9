// The command line of keyturn-console.
#ifndef KEYTURN_EXAMPLES_CONSOLE_OPTIONS_HPP
#define KEYTURN_EXAMPLES_CONSOLE_OPTIONS_HPP

#include <stdexcept>
#include <string>

namespace keyturn::example::console {

struct Options {
  std::string server;             // without a slash at its end; empty: one built in
  std::string session_directory;  // empty: a temporary one
  std::string timeline;           // the file of the tour's picture; empty: none
  std::string trace;              // the file of the tour's trace; empty: none
  bool tour = false, help = false;
};

// An option is wrong; what() names it and says what it takes.
struct OptionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Options read_options(int count, const char* const* arguments);  // throws OptionError
std::string options_help();

}  // namespace keyturn::example::console

#endif
