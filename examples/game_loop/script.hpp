// Plays the game by itself, with the keyboard events that a player would cause: for tests and screenshots.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_SCRIPT_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_SCRIPT_HPP

#include "game_loop/game.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace keyturn::example::game_loop {

// A fixed sequence: sign in, look at the satchel, add an item, live through refreshes and an outage of the server, log
// out, sign in again. Each step begins when what the one before was for has come about.
class Script {
 public:
  // `switch_server` stops the server, and later starts it again. `announce` is told the name of each step as it begins.
  Script(const Game& game, std::function<void()> switch_server, std::function<void(std::string_view)> announce);

  // Once a frame, before the events are handled.
  void frame();

  bool done() const { return next_ == steps_.size() && keys_.empty() && come_about(); }

 private:
  struct Step {
    std::string_view name;
    std::function<void()> begin;
    std::function<bool()> come_about;
  };

  void press(int key) { keys_.emplace_back(key); }
  void type(std::string_view text);
  void sign_in();
  bool come_about() const;
  bool failed_refreshes() const { return game_.counts().failed_refreshes > failed_refreshes_before_; }
  bool stayed_for(unsigned frames) const { return frames_in_step_ >= frames; }

  const Game& game_;
  std::function<void(std::string_view)> announce_;
  std::vector<Step> steps_;
  std::size_t next_ = 0;
  std::deque<std::variant<int, std::string>> keys_;  // still to be pressed, or typed
  unsigned frames_ = 0, frames_in_step_ = 0, refreshes_before_ = 0, failed_refreshes_before_ = 0;
  std::size_t items_before_ = 0;
};

}  // namespace keyturn::example::game_loop

#endif
