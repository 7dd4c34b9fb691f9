#include "game_loop/built_in_server.hpp"

namespace keyturn::example::game_loop {

BuiltInServer::BuiltInServer() {
  config_.database = (directory_.path() / "server.db").string();
  config_.access_ttl = std::chrono::seconds{3};
  config_.refresh_ttl = std::chrono::minutes{10};
  server_.emplace(config_);
  server_->add_user("ada", "lovelace");
  url_ = server_->url();
  config_.port = server_->port();
}

void BuiltInServer::switch_over() {
  if (switching_.valid() && switching_.wait_for(std::chrono::seconds{0}) != std::future_status::ready) return;
  running_ = !running_;
  switching_ = std::async(std::launch::async, [this, start = running_] {
    if (start)
      server_.emplace(config_);
    else
      server_.reset();
  });
}

}  // namespace keyturn::example::game_loop
