#include "game_loop/script.hpp"

#include "game_loop/items.hpp"

#include <SDL.h>

#include <algorithm>
#include <utility>

namespace keyturn::example::game_loop {
namespace {

constexpr unsigned frames_for_a_key = 3, frames_of_outage = 150, frames_to_look = 40;

void push_key(int key) {
  SDL_Event event{};
  event.type = SDL_KEYDOWN;
  event.key.keysym.sym = key;
  SDL_PushEvent(&event);
}

void push_text(const std::string& text) {
  SDL_Event event{};
  event.type = SDL_TEXTINPUT;
  std::copy_n(text.begin(), std::min(text.size(), sizeof event.text.text - 1), event.text.text);
  SDL_PushEvent(&event);
}

}  // namespace

Script::Script(const Game& game, std::function<void()> switch_server, std::function<void(std::string_view)> announce)
    : game_{game}, announce_{std::move(announce)} {
  const auto satchel_is_there = [this] { return game_.items().size() >= first_items && stayed_for(frames_to_look); };
  steps_ = {
      {"sign-in", [this] { sign_in(); }, [this] { return !game_.sign_in().is_open(); }},
      {"inventory", [] {}, satchel_is_there},
      {"add-item", [this] { press(SDLK_a); }, [this] { return game_.items().size() > items_before_; }},
      {"refreshes", [] {}, [this] { return game_.counts().refreshes >= refreshes_before_ + 2; }},
      {"outage", switch_server, [this] { return failed_refreshes() && stayed_for(frames_of_outage); }},
      {"server-back", switch_server,
       [this] { return game_.reachable() && game_.counts().refreshes > refreshes_before_; }},
      {"logout", [this] { press(SDLK_l); }, [this] { return game_.sign_in().is_open() && stayed_for(frames_to_look); }},
      {"sign-in-again", [this] { sign_in(); }, [this] { return !game_.sign_in().is_open(); }},
      {"inventory-again", [] {}, satchel_is_there},
  };
}

void Script::frame() {
  ++frames_in_step_;
  if (++frames_ % frames_for_a_key == 0 && !keys_.empty()) {
    const auto key = std::move(keys_.front());
    keys_.pop_front();
    if (const int* code = std::get_if<int>(&key)) push_key(*code);
    if (const auto* text = std::get_if<std::string>(&key)) push_text(*text);
  }
  if (next_ == steps_.size() || !keys_.empty() || !come_about()) return;
  const Step& step = steps_[next_++];
  frames_in_step_ = 0;
  refreshes_before_ = game_.counts().refreshes;
  failed_refreshes_before_ = game_.counts().failed_refreshes;
  items_before_ = game_.items().size();
  announce_(step.name);
  step.begin();
}

void Script::type(std::string_view text) {
  for (const char letter : text) keys_.emplace_back(std::string{letter});
}

// The name stays in its field after a logout.
void Script::sign_in() {
  if (game_.sign_in().name().empty()) {
    type("ada");
    press(SDLK_TAB);
  }
  type("lovelace");
  press(SDLK_RETURN);
}

bool Script::come_about() const { return next_ == 0 ? game_.sign_in().is_open() : steps_[next_ - 1].come_about(); }

}  // namespace keyturn::example::game_loop
