// The icons of the items, and the key that turns.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_ICONS_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_ICONS_HPP

#include "game_loop/items.hpp"
#include "game_loop/painting.hpp"

namespace keyturn::example::game_loop {

inline constexpr int icon_size = 72;

Painting paint_icon(Icon icon);
Painting paint_great_key();  // 220 by 220

}  // namespace keyturn::example::game_loop

#endif
