#include "game_loop/controls.hpp"

#include "game_loop/layout.hpp"

namespace keyturn::example::game_loop {

bool Controls::handle_events() {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0)
    if (!handle(event)) return false;
  return true;
}

bool Controls::handle(const SDL_Event& event) {
  switch (event.type) {
    case SDL_QUIT:
      return false;
    case SDL_KEYDOWN:
      return press(event.key.keysym.sym);
    case SDL_TEXTINPUT:
      if (game_.sign_in().is_open()) game_.sign_in().type(event.text.text);
      return true;
    case SDL_MOUSEMOTION:
      mouse_ = {static_cast<float>(event.motion.x), static_cast<float>(event.motion.y)};
      return true;
    case SDL_MOUSEBUTTONDOWN:
      click();
      return true;
    default:
      return true;
  }
}

bool Controls::press(SDL_Keycode key) {
  if (key == SDLK_ESCAPE) return false;
  if (game_.sign_in().is_open())
    press_in_sign_in(key);
  else
    press_in_game(key);
  return true;
}

void Controls::press_in_sign_in(SDL_Keycode key) {
  switch (key) {
    case SDLK_TAB:
    case SDLK_UP:
    case SDLK_DOWN:
      return game_.sign_in().next_field();
    case SDLK_BACKSPACE:
      return game_.sign_in().erase_last();
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
      return game_.submit();
    default:
      return;  // letters come as text
  }
}

void Controls::press_in_game(SDL_Keycode key) {
  switch (key) {
    case SDLK_a:
      return game_.add_item();
    case SDLK_r:
      return game_.renew();
    case SDLK_l:
      return game_.log_out();
    case SDLK_o:
      if (server_ != nullptr) server_->switch_over();
      return;
    default:
      return;
  }
}

void Controls::click() {
  if (!game_.sign_in().is_open()) return;
  if (layout::fields[0].holds(mouse_)) game_.sign_in().focus(SignIn::Field::name);
  if (layout::fields[1].holds(mouse_)) game_.sign_in().focus(SignIn::Field::password);
  if (layout::sign_in_button.holds(mouse_)) game_.submit();
}

}  // namespace keyturn::example::game_loop
