// The things that can be in the satchel. To the server an item is a note with its name as text.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_ITEMS_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_ITEMS_HPP

#include <array>
#include <cstddef>
#include <string_view>

namespace keyturn::example::game_loop {

enum class Icon { sword, shield, potion, key, scroll, gem, bread, lantern, ring, bow, coin, mushroom };
enum class Rarity { common, rare, legendary };

struct ItemKind {
  std::string_view name;
  Icon icon;
  Rarity rarity;
};

inline constexpr std::array item_kinds{
    ItemKind{"Iron Sword", Icon::sword, Rarity::common},      ItemKind{"Oak Shield", Icon::shield, Rarity::common},
    ItemKind{"Red Potion", Icon::potion, Rarity::common},     ItemKind{"Warden's Key", Icon::key, Rarity::legendary},
    ItemKind{"Old Scroll", Icon::scroll, Rarity::common},     ItemKind{"Sky Gem", Icon::gem, Rarity::rare},
    ItemKind{"Rye Bread", Icon::bread, Rarity::common},       ItemKind{"Storm Lantern", Icon::lantern, Rarity::rare},
    ItemKind{"Ring of Ember", Icon::ring, Rarity::legendary}, ItemKind{"Yew Bow", Icon::bow, Rarity::rare},
    ItemKind{"Gold Coin", Icon::coin, Rarity::common},        ItemKind{"Moon Cap", Icon::mushroom, Rarity::rare},
};

// What a new player begins with: the first so many.
inline constexpr std::size_t first_items = 8;

// Notes that other programs wrote are scrolls.
constexpr ItemKind kind_of(std::string_view name) {
  for (const ItemKind& kind : item_kinds)
    if (kind.name == name) return kind;
  return {name, Icon::scroll, Rarity::common};
}

}  // namespace keyturn::example::game_loop

#endif
