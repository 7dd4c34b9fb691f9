#include "auth_server/auth_server.hpp"
#include "auth_server/options.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/signal_set.hpp>

#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

using namespace keyturn::example;

constexpr int bad_usage = 2;

// While it lives, what is typed at the terminal does not show.
class NoEcho {
 public:
  NoEcho() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    active_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
  }
  ~NoEcho() {
    if (active_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool active_ = false;
};

std::string read_password(const char* prompt) {
  const bool terminal = ::isatty(STDIN_FILENO) == 1;
  std::string password;
  if (!terminal) {
    std::getline(std::cin, password);
    return password;
  }
  const NoEcho no_echo;
  std::cerr << prompt << std::flush;
  std::getline(std::cin, password);
  std::cerr << '\n';
  return password;
}

int add_user(const Options& options) {
  const std::string password = read_password("Password: ");
  if (::isatty(STDIN_FILENO) == 1 && read_password("Again: ") != password)
    throw std::invalid_argument{"the two passwords differ"};
  if (!add_user_to_database(options.server, options.add_user, password))
    throw std::invalid_argument{"there is a user '" + options.add_user + "' already"};
  return 0;
}

int serve(Options options) {
  if (options.verbose) options.server.log = [](std::string_view line) { std::clog << std::string{line} + '\n'; };
  if (!boost::asio::ip::make_address(options.server.address).is_loopback())
    std::cerr << "keyturn-auth-server: without TLS, others on the network can read what is sent to "
              << options.server.address << '\n';
  boost::asio::io_context waiting;
  boost::asio::signal_set signals{waiting, SIGINT, SIGTERM};
  signals.async_wait([](const boost::system::error_code&, int) {});

  AuthServer server{options.server};
  if (options.demo) server.add_user("ada", "lovelace");
  std::cout << "listening on " << server.url() << std::endl;
  waiting.run();
  server.stop();
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    Options options = read_options(count, arguments);
    if (options.help) {
      std::cout << options_help();
      return 0;
    }
    return options.add_user.empty() ? serve(std::move(options)) : add_user(options);
  } catch (const OptionError& error) {
    std::cerr << "keyturn-auth-server: " << error.what() << "\nTry --help.\n";
    return bad_usage;
  } catch (const std::exception& error) {
    std::cerr << "keyturn-auth-server: " << error.what() << '\n';
    return 1;
  }
}
