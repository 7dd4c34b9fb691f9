// The command line of keyturn-sign-in.
#ifndef KEYTURN_EXAMPLES_SIGN_IN_OPTIONS_HPP
#define KEYTURN_EXAMPLES_SIGN_IN_OPTIONS_HPP

#include <keyturn/sign_in.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace keyturn::example::sign_in {

enum class Way { browser, device, client_credentials };

struct Options {
  std::string issuer, client_id, scope;
  Secret client_secret;
  ClientAuth client_auth = ClientAuth::none;
  Way way = Way::browser;
  std::vector<std::string> calls;                               // URLs
  std::vector<std::pair<std::string, std::string>> parameters;  // of the address for the browser
  std::uint16_t port = 0;                                       // of the redirect URI; 0: any
  std::string path;                                             // of the redirect URI
  bool open = true, keep = false, help = false;
};

// An option is wrong; what() names it and says what it takes.
struct OptionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

Options read_options(int count, const char* const* arguments);  // throws OptionError
std::string options_help();

}  // namespace keyturn::example::sign_in

#endif
