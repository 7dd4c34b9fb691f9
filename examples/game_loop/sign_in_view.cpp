#include "game_loop/sign_in_view.hpp"

#include "game_loop/icons.hpp"
#include "game_loop/layout.hpp"
#include "game_loop/look.hpp"

#include <cmath>
#include <string>

namespace keyturn::example::game_loop {
namespace {

constexpr float shadow = 30;

Painting paint_panel() {
  constexpr Box inner{shadow, shadow, layout::sign_in.width, layout::sign_in.height};
  Painting p{static_cast<int>(inner.width + 2 * shadow), static_cast<int>(inner.height + 2 * shadow)};
  const Shape shape = box(inner, 18);
  p.glow(shape, shadow, {0, 0, 0, 150});
  p.fill(shape, {38, 45, 84}, {22, 26, 54}).outline(shape, 1.5f, {246, 201, 92, 120});
  return p;
}

Painting paint_field(bool focused) {
  const Box all{0, 0, layout::fields[0].width, layout::fields[0].height};
  Painting p{static_cast<int>(all.width), static_cast<int>(all.height)};
  const Shape shape = box(all, 10);
  p.fill(shape, {13, 16, 36}).outline(shape, focused ? 2.0f : 1.2f, focused ? look::gold : look::edge);
  return p;
}

Painting paint_button(bool bright) {
  const Box all{0, 0, layout::sign_in_button.width, layout::sign_in_button.height};
  Painting p{static_cast<int>(all.width), static_cast<int>(all.height)};
  const Shape shape = box(all, 12);
  p.fill(shape, bright ? Colour{255, 226, 140} : look::gold, bright ? look::gold : Colour{206, 146, 52});
  p.outline(shape, 1.5f, {255, 240, 200, 130});
  return p;
}

}  // namespace

SignInView::SignInView(Canvas& canvas)
    : canvas_{canvas},
      panel_{canvas.picture(paint_panel())},
      field_{canvas.picture(paint_field(false))},
      focused_field_{canvas.picture(paint_field(true))},
      button_{canvas.picture(paint_button(false))},
      bright_button_{canvas.picture(paint_button(true))},
      key_{canvas.picture(paint_icon(Icon::key))} {}

void SignInView::draw(const SignIn& sign_in, Point mouse, bool hint, float time) {
  using Align = Style::Align;
  constexpr Box where = layout::sign_in;
  const float middle = where.middle().x;
  canvas_.fill({0, 0, Canvas::width, Canvas::height}, {6, 8, 20, 150});
  canvas_.draw(panel_, {where.x - shadow, where.y - shadow});
  canvas_.draw_turned(key_, {middle, where.y + 58}, 8 * std::sin(time * 1.6f));
  canvas_.text("Who goes there?", {middle, where.y + 112}, look::in({23, true}, look::letters, Align::middle));
  const bool trouble = sign_in.mood() == SignIn::Mood::trouble;
  canvas_.text(sign_in.message(), {middle, where.y + 140},
               look::in(look::plain, trouble ? look::bad : look::quiet, Align::middle));
  draw_field(sign_in, SignIn::Field::name, "NAME", time);
  draw_field(sign_in, SignIn::Field::password, "PASSWORD", time);

  const bool bright = layout::sign_in_button.holds(mouse) && !sign_in.is_busy();
  canvas_.draw(bright ? bright_button_ : button_, {layout::sign_in_button.x, layout::sign_in_button.y},
               sign_in.is_busy() ? 0.6f : 1);
  const Point label = layout::sign_in_button.middle();
  canvas_.text(sign_in.is_busy() ? "Signing in …" : "Sign in", label, look::in({17, true}, {44, 30, 8}, Align::middle));
  const char* const below =
      hint ? "This world knows  ada  with the password  lovelace" : "Tab: next field   Enter: sign in";
  canvas_.text(below, {middle, where.y + where.height - 30}, look::aligned(look::small, Align::middle));
}

void SignInView::draw_field(const SignIn& sign_in, SignIn::Field field, std::string_view name, float time) {
  const bool is_password = field == SignIn::Field::password;
  const Box where = layout::fields[is_password ? 1 : 0];
  const bool focused = sign_in.focused_field() == field && !sign_in.is_busy();
  canvas_.text(name, {where.x + 2, where.y - 13}, look::in({12, true}, focused ? look::gold : look::quiet));
  canvas_.draw(focused ? focused_field_ : field_, {where.x, where.y});
  std::string shown = sign_in.name();
  if (is_password) {
    shown.clear();
    for (std::size_t i = 0; i < sign_in.password().size(); ++i) shown += "•";
  }
  constexpr Style style{18};
  const float end = where.x + 16 + canvas_.text(shown, {where.x + 16, where.middle().y}, style);
  const bool blink = std::fmod(time, 1.0f) < 0.6f;
  if (focused && blink) canvas_.fill({end + 2, where.y + 12, 2, where.height - 24}, look::gold);
}

}  // namespace keyturn::example::game_loop
