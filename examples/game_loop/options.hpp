// The command line of keyturn-game-loop.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_OPTIONS_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_OPTIONS_HPP

#include <stdexcept>
#include <string>

namespace keyturn::example::game_loop {

struct Options {
  std::string server;      // without a slash at its end; empty: one built in
  std::string screenshot;  // a file for the last frame; empty: none
  unsigned frames = 0;     // 0: until the player leaves
  bool script = false, report = false, help = false;
};

// An option is wrong; what() names it and says what it takes.
struct OptionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Options read_options(int count, const char* const* arguments);  // throws OptionError
std::string options_help();

}  // namespace keyturn::example::game_loop

#endif
