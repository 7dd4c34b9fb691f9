// Keyboard and mouse.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_CONTROLS_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_CONTROLS_HPP

#include "game_loop/built_in_server.hpp"
#include "game_loop/game.hpp"
#include "game_loop/painting.hpp"

#include <SDL.h>

namespace keyturn::example::game_loop {

class Controls {
 public:
  // `server`: null if it is not built in.
  Controls(Game& game, BuiltInServer* server) : game_{game}, server_{server} {}

  // Does what has come since the last time. False: the player leaves.
  bool handle_events();

  Point mouse() const { return mouse_; }

 private:
  bool handle(const SDL_Event& event);
  bool press(SDL_Keycode key);
  void press_in_sign_in(SDL_Keycode key);
  void press_in_game(SDL_Keycode key);
  void click();

  Game& game_;
  BuiltInServer* server_;
  Point mouse_{-1, -1};
};

}  // namespace keyturn::example::game_loop

#endif
