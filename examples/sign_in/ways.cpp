#include "sign_in/ways.hpp"

#include "sign_in/qr_code.hpp"

#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <thread>

namespace keyturn::example::sign_in {
namespace {

volatile std::sig_atomic_t interrupted = 0;

// A line that the user typed, if there is one within that time; false once there are no more.
bool read_line(std::string& line, std::chrono::milliseconds at_most) {
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  if (::poll(&input, 1, static_cast<int>(at_most.count())) <= 0) return true;
  return static_cast<bool>(std::getline(std::cin, line));
}

// Waits for the browser, and for what the user may paste meanwhile.
Result<AuthorizationCode> wait_for(BrowserSignIn& sign_in) {
  bool has_input = true;
  for (;;) {
    if (interrupted != 0) sign_in.cancel();
    if (auto code = sign_in.poll()) return *std::move(code);
    constexpr std::chrono::milliseconds pause{50};
    std::string line;
    if (!has_input)
      std::this_thread::sleep_for(pause);
    else
      has_input = read_line(line, pause);
    if (line.empty()) continue;
    if (line.find("://") == line.npos) {
      std::cout << "  '" << line << "' is no address; paste the whole one\n" << std::flush;
      continue;
    }
    if (auto taken = sign_in.answer(line); !taken) std::cout << "  " << taken.error().detail << std::endl;
  }
}

Result<void> by_browser(Client& client, const Options& options) {
  auto sign_in = BrowserSignIn::begin(client.protocol().config(),
                                      {.port = options.port, .path = options.path, .extra = options.parameters});
  if (!sign_in) return sign_in.error();
  const auto opened = options.open ? sign_in->open_browser() : Result<void>{};
  if (!opened) std::cout << "no browser: " << opened.error().detail << '\n';
  std::cout << (options.open && opened ? "If no browser has opened, open" : "Open") << " this address in one:\n\n  "
            << sign_in->url()
            << "\n\nWaiting for it. If it runs on another machine, it ends at a page that cannot be shown:\n"
               "paste that page's address here.\n"
            << std::endl;
  auto code = wait_for(*sign_in);
  if (!code) return std::move(code).error();
  return client.login(*code);
}

Result<void> by_device(Client& client) {
  DeviceSignIn sign_in{client.transport(), client.protocol()};
  const auto codes = sign_in.begin();
  if (!codes) return codes.error();
  const bool complete = !codes->verification_uri_complete.empty();
  std::cout << "On any device, open\n\n  " << codes->verification_uri << "\n\nand type in\n\n  " << codes->user_code
            << (complete ? "\n\nor scan\n\n" : "\n\nThe address, to scan:\n\n")
            << qr_code(complete ? codes->verification_uri_complete : codes->verification_uri,
                       ::isatty(STDOUT_FILENO) != 0)
            << "\nWaiting for that." << std::endl;
  std::jthread watch{[&sign_in](const std::stop_token& stop) {
    while (!stop.stop_requested() && interrupted == 0) std::this_thread::sleep_for(std::chrono::milliseconds{50});
    if (interrupted != 0) sign_in.cancel();
  }};
  auto tokens = sign_in.wait();
  if (!tokens) return std::move(tokens).error();
  return client.adopt(*std::move(tokens));
}

}  // namespace

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = [](int) { interrupted = 1; };
  action.sa_flags = SA_RESETHAND;  // the second one ends the program
  ::sigaction(SIGINT, &action, nullptr);
}

Result<void> sign_in(Client& client, const Options& options) {
  switch (options.way) {
    case Way::device:
      return by_device(client);
    case Way::client_credentials:
      return client.login(ClientCredentials{});
    default:
      return by_browser(client, options);
  }
}

}  // namespace keyturn::example::sign_in
