// Draws the game as it is: the sky behind, the satchel, the token's panel, the status line, and the sign-in panel.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_VIEW_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_VIEW_HPP

#include "game_loop/canvas.hpp"
#include "game_loop/game.hpp"
#include "game_loop/items.hpp"
#include "game_loop/sign_in_view.hpp"

#include <map>
#include <vector>

namespace keyturn::example::game_loop {

// What is seen beside the game itself.
struct Surroundings {
  Clock::time_point now;
  Point mouse{-1, -1};
  bool own_server = false;  // the one that is built in
  double frames_per_second = 0;
};

class View {
 public:
  explicit View(Canvas& canvas);

  void draw(const Game& game, const Surroundings& around);

 private:
  struct Star {
    Point at;
    float depth;
  };

  void draw_sky();
  void draw_header(const Game& game);
  void draw_satchel(const Game& game);
  void draw_slot(const Item& item, Box where);
  void draw_expected(std::size_t index);
  void draw_token(const Game& game);
  void draw_key(const Game& game);
  void draw_bar(const Game& game);
  void draw_numbers(const Game& game);
  void draw_news(const Game& game);
  void draw_status(const Game& game);
  float seconds_since(Clock::time_point then) const;

  Canvas& canvas_;
  SignInView sign_in_;
  Surroundings around_;
  Clock::time_point start_;
  float time_ = 0;  // seconds since the start
  std::vector<Star> stars_;
  Picture sky_, satchel_, token_, status_, slot_, hovered_slot_, great_key_, halo_, wave_, badge_;
  Picture empty_bar_, full_bar_, low_bar_, good_dot_, waiting_dot_, quiet_dot_;
  std::map<Icon, Picture> icons_;
  std::map<Rarity, Picture> gleams_;
};

}  // namespace keyturn::example::game_loop

#endif
