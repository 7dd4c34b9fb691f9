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

volatile std::sig_atomic_t interrupted = 0;

// While it lives, what is typed at the terminal does not show, and Ctrl-C only ends the reading: the terminal must
// not stay silent after the program.
class SilentTerminal {
 public:
  SilentTerminal() {
    struct sigaction note {};
    note.sa_handler = [](int) { interrupted = 1; };
    ::sigaction(SIGINT, &note, &signal_before_);
    ::tcgetattr(STDIN_FILENO, &terminal_before_);
    termios silent = terminal_before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~SilentTerminal() {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal_before_);
    ::sigaction(SIGINT, &signal_before_, nullptr);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  termios terminal_before_{};
  struct sigaction signal_before_ {};
};

std::string ask_for_password(const char* prompt) {
  const SilentTerminal silent;
  std::cerr << prompt << std::flush;
  std::string password;
  std::getline(std::cin, password);
  std::cerr << '\n';
  if (interrupted != 0) throw std::runtime_error{"interrupted"};
  return password;
}

std::string read_password() {
  std::string password;
  if (::isatty(STDIN_FILENO) != 1) {
    std::getline(std::cin, password);
    return password;
  }
  password = ask_for_password("Password: ");
  if (ask_for_password("Again: ") != password) throw std::invalid_argument{"the two passwords differ"};
  return password;
}

int add_user(const Options& options) {
  if (!add_user_to_database(options.server, options.add_user, read_password()))
    throw std::invalid_argument{"there is a user '" + options.add_user + "' already"};
  return 0;
}

int serve(Options options) {
  if (options.verbose) options.server.log = [](std::string_view line) { std::clog << std::string{line} + '\n'; };
  const bool loopback = boost::asio::ip::make_address(options.server.address).is_loopback();
  if (!loopback && options.server.tls_certificate.empty())
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
