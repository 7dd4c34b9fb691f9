// The example auth server inside the game, which can be stopped and started again to see what an outage does.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_BUILT_IN_SERVER_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_BUILT_IN_SERVER_HPP

#include "auth_server/auth_server.hpp"
#include "temporary_directory.hpp"

#include <future>
#include <optional>
#include <string>

namespace keyturn::example::game_loop {

// Has the user ada with the password lovelace. Its database is a file, which the server finds again after an outage.
class BuiltInServer {
 public:
  BuiltInServer();

  const std::string& url() const { return url_; }
  bool running() const { return running_; }

  // Stopping and starting take their time, so another thread does it. While it does, this has no effect.
  void switch_over();

 private:
  TemporaryDirectory directory_{"keyturn-game-loop"};
  AuthServerConfig config_;
  std::optional<AuthServer> server_;
  std::string url_;
  bool running_ = true;
  std::future<void> switching_;  // the last member: it uses the others
};

}  // namespace keyturn::example::game_loop

#endif
