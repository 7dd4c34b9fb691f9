#include "game_loop/view.hpp"

#include "game_loop/icons.hpp"
#include "game_loop/layout.hpp"
#include "game_loop/look.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>

namespace keyturn::example::game_loop {
namespace {

using Align = Style::Align;

constexpr std::size_t star_count = 170;

Painting paint_sky() {
  Painting p{Canvas::width, Canvas::height};
  p.fill(box({-9, -9, Canvas::width + 18, Canvas::height + 18}, 0), {9, 12, 30}, {36, 24, 58});
  p.glow(circle({1010, 150}, 40), 420, {72, 64, 160, 90}).glow(circle({220, 640}, 30), 460, {150, 60, 110, 60});
  return p;
}

Painting paint_panel(Box size) {
  Painting p{static_cast<int>(size.width), static_cast<int>(size.height)};
  const Shape shape = box({0, 0, size.width, size.height}, 16);
  p.fill(shape, look::panel_top, look::panel_bottom).outline(shape, 1.2f, look::edge);
  return p;
}

Painting paint_slot(bool hovered) {
  const Box size = layout::slot(0);
  Painting p{static_cast<int>(size.width), static_cast<int>(size.height)};
  const Shape shape = box({0, 0, size.width, size.height}, 12);
  p.fill(shape, hovered ? Colour{58, 68, 118} : Colour{24, 29, 58}, hovered ? Colour{40, 48, 92} : Colour{33, 39, 76});
  p.outline(shape, 1.2f, hovered ? look::gold : Colour{54, 63, 108});
  return p;
}

Colour colour_of(Rarity rarity) {
  if (rarity == Rarity::legendary) return look::gold;
  return rarity == Rarity::rare ? look::rare : Colour{150, 160, 196};
}

Painting paint_gleam(Rarity rarity) {
  Painting p{116, 140};
  const Colour colour = colour_of(rarity);
  p.glow(circle({58, 54}, 6), 46, colour.faded(rarity == Rarity::common ? 0.16f : 0.42f));
  p.fill(box({30, 130, 56, 3}, 1.5f), colour.faded(rarity == Rarity::common ? 0.35f : 0.95f));
  return p;
}

Painting paint_halo() {
  Painting p{270, 270};
  p.glow(circle({135, 135}, 20), 115, {246, 190, 92, 70});
  p.outline(circle({135, 135}, 122), 1.5f, {120, 132, 190, 110})
      .outline(circle({135, 135}, 112), 1, {120, 132, 190, 60});
  for (int i = 0; i < 24; ++i) {
    const float angle = static_cast<float>(i) * 0.2618f, c = std::cos(angle), s = std::sin(angle);
    const float inner = i % 6 == 0 ? 106.0f : 113.0f;
    p.fill(line({135 + inner * c, 135 + inner * s}, {135 + 119 * c, 135 + 119 * s}, 2), {160, 170, 220, 130});
  }
  return p;
}

Painting paint_wave() {
  Painting p{270, 270};
  p.glow(ring({135, 135}, 116, 3), 14, {110, 230, 205, 190});
  return p;
}

Painting paint_bar(Colour left, Colour right) {
  Painting p{static_cast<int>(layout::bar.width), static_cast<int>(layout::bar.height)};
  const Shape shape = box({0, 0, layout::bar.width, layout::bar.height}, layout::bar.height / 2);
  p.fill(shape, left, right).outline(shape, 1, {255, 255, 255, 50});
  return p;
}

Painting paint_dot(Colour colour) {
  Painting p{28, 28};
  p.glow(circle({14, 14}, 5), 9, colour.faded(0.7f)).fill(circle({14, 14}, 5), colour);
  return p;
}

Painting paint_badge() {
  Painting p{40, 40};
  p.fill(circle({20, 20}, 19), look::gold, {206, 140, 60}).outline(circle({20, 20}, 19), 1.5f, {255, 240, 200});
  return p;
}

std::string seconds_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f s", seconds);
  return text;
}

}  // namespace

View::View(Canvas& canvas)
    : canvas_{canvas},
      sign_in_{canvas},
      start_{Clock::now()},
      sky_{canvas.picture(paint_sky())},
      satchel_{canvas.picture(paint_panel(layout::satchel))},
      token_{canvas.picture(paint_panel(layout::token))},
      status_{canvas.picture(paint_panel(layout::status))},
      slot_{canvas.picture(paint_slot(false))},
      hovered_slot_{canvas.picture(paint_slot(true))},
      great_key_{canvas.picture(paint_great_key())},
      halo_{canvas.picture(paint_halo())},
      wave_{canvas.picture(paint_wave())},
      badge_{canvas.picture(paint_badge())},
      empty_bar_{canvas.picture(paint_bar({12, 15, 34}, {18, 22, 46}))},
      full_bar_{canvas.picture(paint_bar({150, 245, 220}, {40, 170, 150}))},
      low_bar_{canvas.picture(paint_bar({255, 206, 130}, {220, 130, 50}))},
      good_dot_{canvas.picture(paint_dot(look::good))},
      waiting_dot_{canvas.picture(paint_dot(look::waiting))},
      quiet_dot_{canvas.picture(paint_dot(look::quiet))} {
  for (const ItemKind& kind : item_kinds) icons_.emplace(kind.icon, canvas.picture(paint_icon(kind.icon)));
  for (const Rarity rarity : {Rarity::common, Rarity::rare, Rarity::legendary})
    gleams_.emplace(rarity, canvas.picture(paint_gleam(rarity)));
  std::mt19937 random{7};
  std::uniform_real_distribution<float> share{0, 1};
  for (std::size_t i = 0; i < star_count; ++i)
    stars_.push_back({{share(random) * Canvas::width, share(random) * Canvas::height}, share(random)});
}

void View::draw(const Game& game, const Surroundings& around) {
  around_ = around;
  time_ = seconds_since(start_);
  canvas_.clear();
  draw_sky();
  draw_header(game);
  draw_satchel(game);
  draw_token(game);
  draw_status(game);
  if (game.sign_in().is_open()) sign_in_.draw(game.sign_in(), around.mouse, around.own_server, time_);
}

// The stars drift, the near ones faster, so that a frame that came late would be seen.
void View::draw_sky() {
  canvas_.draw(sky_, {0, 0});
  for (const Star& star : stars_) {
    const float x = std::fmod(star.at.x + time_ * (4 + 26 * star.depth), static_cast<float>(Canvas::width));
    const float twinkle = 0.65f + 0.35f * std::sin(time_ * 2 + star.at.x);
    const float size = star.depth > 0.8f ? 2 : 1;
    canvas_.fill({x, star.at.y, size, size}, Colour{210, 220, 255, 200}.faded(twinkle * (0.3f + 0.7f * star.depth)));
  }
}

void View::draw_header(const Game& game) {
  canvas_.text("THE KEYKEEPER'S SATCHEL", {40, 44}, look::title);
  canvas_.text("a game that never waits for its tokens", {42, 70}, look::small);
  if (game.player().empty()) return;
  const std::string initial{static_cast<char>(game.player().front() & ~0x20)};
  canvas_.draw(badge_, {1200, 32});
  canvas_.text(initial, {1220, 52}, look::in({19, true}, {60, 38, 10}, Align::middle));
  canvas_.text(game.player(), {1188, 44}, look::aligned(look::heading, Align::right));
  canvas_.text("keeper of keys", {1188, 66}, look::aligned(look::small, Align::right));
}

void View::draw_satchel(const Game& game) {
  constexpr Box where = layout::satchel;
  canvas_.draw(satchel_, {where.x, where.y});
  canvas_.text("Inventory", {where.x + 24, where.y + 36}, look::heading);
  const std::size_t count = game.items().size(), shown = std::min(count, layout::slots), first = count - shown;
  canvas_.text(std::to_string(count) + " items", {where.x + where.width - 24, where.y + 36},
               look::aligned(look::plain, Align::right));
  for (std::size_t i = 0; i < layout::slots; ++i) {
    const Box slot = layout::slot(i);
    const bool hovered = slot.holds(around_.mouse) && !game.sign_in().is_open() && i < shown;
    canvas_.draw(hovered ? hovered_slot_ : slot_, {slot.x, slot.y}, i < shown ? 1.0f : 0.55f);
    if (i < shown)
      draw_slot(game.items()[first + i], slot);
    else if (i - shown < game.items_on_the_way())
      draw_expected(i);
  }
}

// A new item grows into its place.
void View::draw_slot(const Item& item, Box where) {
  const ItemKind kind = kind_of(item.name);
  const float grown = std::clamp(seconds_since(item.since) / 0.35f, 0.0f, 1.0f);
  const float scale = grown < 1 ? grown * (1.25f - 0.25f * grown) : 1;
  canvas_.draw(gleams_.at(kind.rarity), {where.x, where.y}, grown);
  const float sway = kind.rarity == Rarity::legendary ? 2.5f * std::sin(time_ * 2 + where.x) : 0;
  canvas_.draw_turned(icons_.at(kind.icon), {where.middle().x, where.y + 54 + sway}, 0, scale, grown);
  std::string name{kind.name.substr(0, 18)};
  const bool wide = canvas_.text_width(name, look::small) > where.width - 8;
  const Colour colour = kind.rarity == Rarity::common ? look::letters : colour_of(kind.rarity);
  canvas_.text(name, {where.middle().x, where.y + 112}, look::in({wide ? 10 : 13}, colour, Align::middle));
}

// One that the server has not got yet.
void View::draw_expected(std::size_t index) {
  const Point middle = layout::slot(index).middle();
  for (int i = 0; i < 3; ++i) {
    const float beat = 0.5f + 0.5f * std::sin(time_ * 6 - static_cast<float>(i));
    canvas_.draw(quiet_dot_, {middle.x - 32 + static_cast<float>(i) * 18, middle.y - 14}, 0.25f + 0.7f * beat);
  }
}

void View::draw_token(const Game& game) {
  constexpr Box where = layout::token;
  canvas_.draw(token_, {where.x, where.y});
  draw_key(game);
  draw_bar(game);
  draw_numbers(game);
  draw_news(game);
}

// It turns without end; each renewal sends out a wave.
void View::draw_key(const Game& game) {
  canvas_.draw_turned(halo_, layout::great_key, time_ * -6.0);
  if (const float age = seconds_since(game.renewed_at()); game.session().logged_in && age < 0.9f)
    canvas_.draw_turned(wave_, layout::great_key, 0, 0.55f + 0.5f * age, 1 - age / 0.9f);
  canvas_.draw_turned(great_key_, layout::great_key, time_ * 24.0, 1, game.session().logged_in ? 1.0f : 0.45f);
}

void View::draw_bar(const Game& game) {
  constexpr Box where = layout::bar;
  const double left = game.token_left().count(), life = game.token_life().count();
  const bool there = game.session().logged_in && life > 0;
  const auto share = static_cast<float>(there ? std::clamp(left / life, 0.0, 1.0) : 0);
  canvas_.text("ACCESS TOKEN", {where.x, where.y - 18}, look::label);
  const std::string text = !there ? "none" : left > 0 ? seconds_text(left) : "expired";
  canvas_.text(text, {where.x + where.width, where.y - 18},
               look::in({15, true}, there && left <= 0 ? look::waiting : look::letters, Align::right));
  canvas_.draw(empty_bar_, {where.x, where.y});
  canvas_.draw_part(share > 0.25f ? full_bar_ : low_bar_, {where.x, where.y}, share);
}

void View::draw_numbers(const Game& game) {
  const SessionInfo& session = game.session();
  const std::pair<const char*, std::string> numbers[]{
      {"session", session.logged_in ? std::to_string(session.epoch) : "-"},
      {"generation", session.logged_in ? std::to_string(session.generation) : "-"},
      {"refreshes", std::to_string(game.counts().refreshes)},
      {"under way", std::to_string(game.under_way())},
  };
  float x = layout::bar.x;
  for (const auto& [name, number] : numbers) {
    canvas_.text(number, {x, 434}, {20, true});
    canvas_.text(name, {x, 457}, look::small);
    x += 84;
  }
}

void View::draw_news(const Game& game) {
  float y = 494;
  for (const News& news : game.news()) {
    const float age = seconds_since(news.at);
    const Colour colour = news.kind == News::Kind::good  ? look::good
                          : news.kind == News::Kind::bad ? look::bad
                                                         : look::quiet;
    canvas_.text(news.text, {layout::bar.x, y}, look::in({13}, colour.faded(std::max(0.35f, 1 - age / 12))));
    y += 21;
  }
}

void View::draw_status(const Game& game) {
  constexpr Box where = layout::status;
  canvas_.draw(status_, {where.x, where.y});
  const float y = where.middle().y;
  const Picture* dot = &good_dot_;
  std::string text = "All is well: the session goes on by itself.";
  Colour colour = look::letters;
  if (game.sign_in().is_open()) {
    dot = &quiet_dot_;
    text = "Nobody is signed in.";
  } else if (!game.reachable()) {
    dot = &waiting_dot_;
    colour = look::waiting;
    text = "Server unreachable, trying again" + std::string(1 + static_cast<std::size_t>(time_ * 3) % 3, '.');
  } else if (game.session().refreshing) {
    text = "Renewing the token ...";
  }
  canvas_.draw(*dot, {where.x + 14, y - 14}, 0.75f + 0.25f * std::sin(time_ * 4));
  canvas_.text(text, {where.x + 50, y}, look::in(look::plain, colour));
  char rate[32];
  std::snprintf(rate, sizeof rate, "%.0f frames/s", around_.frames_per_second);
  canvas_.text(rate, {where.x + where.width - 20, y}, look::aligned(look::small, Align::right));
  const char* const keys = around_.own_server ? "A add item    R renew    O server on/off    L log out    Esc leave"
                                              : "A add item    R renew    L log out    Esc leave";
  if (!game.sign_in().is_open())
    canvas_.text(keys, {where.x + where.width - 130, y}, look::aligned(look::small, Align::right));
}

float View::seconds_since(Clock::time_point then) const {
  return std::chrono::duration<float>{around_.now - then}.count();
}

}  // namespace keyturn::example::game_loop
