// The command line of keyturn-auth-server.
#ifndef KEYTURN_EXAMPLES_AUTH_SERVER_OPTIONS_HPP
#define KEYTURN_EXAMPLES_AUTH_SERVER_OPTIONS_HPP

#include "auth_server/config.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace keyturn::example {

struct Options {
  AuthServerConfig server;
  std::string add_user;  // empty: serve
  bool demo = false, verbose = false, help = false;
};

// An option is wrong; what() names it and says what it takes.
struct OptionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Options read_options(int count, const char* const* arguments);  // throws OptionError
std::string options_help();

// The forms of the options that have one, also for other programs that take them.
Rotation read_rotation(std::string_view text);
void read_listen(std::string_view text, AuthServerConfig& config);

}  // namespace keyturn::example

#endif
