// Where things stand in the window, for those who draw them and those who are told where the mouse is.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_LAYOUT_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_LAYOUT_HPP

#include "game_loop/painting.hpp"

#include <cstddef>

namespace keyturn::example::game_loop::layout {

inline constexpr Box satchel{40, 92, 804, 528}, token{868, 92, 372, 528}, status{40, 640, 1200, 52};
inline constexpr Box sign_in{420, 128, 440, 440};
inline constexpr Box fields[]{{470, 312, 340, 46}, {470, 394, 340, 46}};
inline constexpr Box sign_in_button{470, 464, 340, 50};
inline constexpr Box bar{892, 390, 324, 18};
inline constexpr Point great_key{1054, 246};

inline constexpr std::size_t columns = 6, rows = 3, slots = columns * rows;

constexpr Box slot(std::size_t index) {
  constexpr float width = 116, height = 140, gap = 12;
  return {satchel.x + 24 + static_cast<float>(index % columns) * (width + gap),
          satchel.y + 68 + static_cast<float>(index / columns) * (height + gap), width, height};
}

}  // namespace keyturn::example::game_loop::layout

#endif
