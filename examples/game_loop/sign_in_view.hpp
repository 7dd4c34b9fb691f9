// Draws the sign-in panel.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_SIGN_IN_VIEW_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_SIGN_IN_VIEW_HPP

#include "game_loop/canvas.hpp"
#include "game_loop/sign_in.hpp"

namespace keyturn::example::game_loop {

class SignInView {
 public:
  explicit SignInView(Canvas& canvas);

  // `hint`: whether to say who can sign in. `time` is in seconds.
  void draw(const SignIn& sign_in, Point mouse, bool hint, float time);

 private:
  void draw_field(const SignIn& sign_in, SignIn::Field field, std::string_view name, float time);

  Canvas& canvas_;
  Picture panel_, field_, focused_field_, button_, bright_button_, key_;
};

}  // namespace keyturn::example::game_loop

#endif
