// The colours and letters of the game.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_LOOK_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_LOOK_HPP

#include "game_loop/canvas.hpp"

namespace keyturn::example::game_loop::look {

inline constexpr Colour letters{232, 235, 247}, quiet{142, 151, 186}, gold{246, 201, 92}, good{92, 214, 190},
    bad{244, 122, 112}, waiting{246, 178, 88}, rare{110, 178, 255};
inline constexpr Colour panel_top{30, 36, 68, 236}, panel_bottom{19, 23, 48, 236}, edge{66, 76, 124};

inline constexpr Style title{25, true, gold}, heading{18, true}, plain{15}, small{13, false, quiet},
    label{13, true, quiet};

constexpr Style in(Style style, Colour colour, Style::Align align = Style::Align::left) {
  style.colour = colour;
  style.align = align;
  return style;
}
constexpr Style aligned(Style style, Style::Align align) { return in(style, style.colour, align); }

}  // namespace keyturn::example::game_loop::look

#endif
