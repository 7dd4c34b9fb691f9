#include "game_loop/icons.hpp"

namespace keyturn::example::game_loop {
namespace {

constexpr Colour steel{205, 214, 232}, dark_steel{120, 132, 160}, gold{246, 201, 92}, dark_gold{190, 132, 44},
    wood{170, 112, 66}, dark_wood{104, 64, 40}, glass{214, 230, 246, 150}, paper{240, 224, 188},
    dark_paper{204, 176, 128}, ink{122, 92, 60}, white{255, 255, 255};

void sword(Painting& p) {
  const Shape blade = polygon({{56, 10}, {62, 10}, {62, 16}, {30, 48}, {24, 42}});
  p.fill(blade, steel, dark_steel).fill(both(blade, polygon({{62, 10}, {62, 16}, {30, 48}, {27, 45}})), dark_steel);
  p.fill(line({17, 37}, {35, 55}, 6), gold, dark_gold);
  p.fill(line({24, 48}, {14, 58}, 7), wood, dark_wood).fill(circle({12, 60}, 5), gold, dark_gold);
}

void shield(Painting& p) {
  const auto outer = polygon({{36, 8}, {60, 15}, {58, 38}, {50, 53}, {36, 64}, {22, 53}, {14, 38}, {12, 15}});
  const auto inner = polygon({{36, 15}, {54, 20}, {52, 37}, {46, 49}, {36, 57}, {26, 49}, {20, 37}, {18, 20}});
  p.fill(outer, steel, dark_steel).fill(inner, {178, 118, 70}, {112, 68, 42});
  p.fill(both(inner, either(box({33, 0, 6, 72}, 0), box({0, 29, 72, 6}, 0))), gold, dark_gold);
  p.fill(circle({36, 32}, 8), gold, dark_gold).fill(circle({34, 30}, 3), white.faded(0.7f));
}

void potion(Painting& p) {
  const Shape flask = either(circle({36, 44}, 20), box({29, 14, 14, 18}, 3));
  p.fill(flask, glass);
  p.fill(both(circle({36, 44}, 17), box({0, 38, 72, 40}, 0)), {255, 110, 120}, {190, 30, 70});
  p.fill(line({23, 38}, {49, 38}, 3), {255, 170, 170});
  p.fill(circle({31, 48}, 3), white.faded(0.5f)).fill(circle({42, 53}, 2), white.faded(0.5f));
  p.fill(circle({40, 45}, 1.5f), white.faded(0.5f)).fill(line({24, 40}, {28, 33}, 3), white.faded(0.8f));
  p.fill(box({29, 8, 14, 9}, 3), wood, dark_wood).outline(flask, 1.5f, white.faded(0.6f));
}

void key(Painting& p) {
  p.fill(ring({24, 24}, 11, 7), gold, dark_gold).fill(line({31, 31}, {57, 57}, 7), gold, dark_gold);
  p.fill(line({49, 49}, {56, 42}, 6), gold, dark_gold).fill(line({57, 57}, {63, 51}, 6), gold, dark_gold);
  p.fill(line({17, 19}, {21, 15}, 2.5f), white.faded(0.8f)).fill(line({35, 32}, {50, 47}, 1.5f), white.faded(0.5f));
}

void scroll(Painting& p) {
  p.fill(box({19, 14, 36, 44}, 2), paper, dark_paper);
  for (const float y : {24.0f, 31.0f, 38.0f, 45.0f})
    p.fill(line({26, y}, {y == 45 ? 40.0f : 48.0f, y}, 2), ink.faded(0.7f));
  p.fill(box({13, 9, 46, 10}, 5), paper, dark_paper).fill(box({13, 53, 46, 10}, 5), dark_paper, paper);
  p.fill(circle({55, 14}, 3), ink.faded(0.6f)).fill(circle({17, 58}, 3), ink.faded(0.6f));
  p.fill(circle({46, 52}, 6), {214, 70, 70}, {150, 30, 44});
}

void gem(Painting& p) {
  const Shape all = polygon({{22, 14}, {50, 14}, {64, 30}, {36, 62}, {8, 30}});
  p.fill(all, {150, 232, 255}, {40, 120, 220});
  p.fill(polygon({{22, 14}, {50, 14}, {46, 30}, {26, 30}}), {214, 248, 255});
  p.fill(polygon({{8, 30}, {26, 30}, {36, 62}}), {92, 180, 246})
      .fill(polygon({{64, 30}, {46, 30}, {36, 62}}), {44, 110, 214});
  p.fill(polygon({{26, 30}, {46, 30}, {36, 62}}), {120, 210, 255}, {60, 140, 236});
  p.fill(polygon({{50, 14}, {64, 30}, {46, 30}}), {86, 168, 244}).fill(line({25, 18}, {34, 18}, 2), white);
}

void bread(Painting& p) {
  const Shape loaf = either(either(circle({22, 40}, 14), circle({36, 34}, 18)),
                            either(circle({50, 40}, 14), box({10, 38, 52, 18}, 8)));
  p.fill(loaf, {242, 186, 108}, {164, 96, 44});
  for (const float x : {24.0f, 36.0f, 48.0f}) p.fill(line({x - 4, 44}, {x + 3, 30}, 4), {255, 226, 170});
}

void lantern(Painting& p) {
  p.glow(circle({36, 40}, 6), 34, {255, 190, 80, 150});
  p.fill(both(ring({36, 18}, 9, 3), box({0, 0, 72, 20}, 0)), dark_steel).fill(box({24, 18, 24, 7}, 3), dark_gold, gold);
  p.fill(box({22, 25, 28, 30}, 6), {255, 232, 160, 220}, {255, 170, 70, 220});
  p.fill(either(circle({36, 44}, 6), polygon({{36, 28}, {42, 42}, {30, 42}})), {255, 250, 220}, {255, 120, 40});
  p.fill(box({20, 54, 32, 8}, 3), gold, dark_gold);
  for (const float x : {23.0f, 49.0f}) p.fill(line({x, 25}, {x, 56}, 3), dark_gold);
}

void ring_icon(Painting& p) {
  p.fill(ring({36, 44}, 17, 7), gold, dark_gold).fill(line({24, 36}, {28, 32}, 2), white.faded(0.8f));
  p.glow(circle({36, 20}, 4), 18, {255, 100, 60, 170});
  p.fill(polygon({{36, 8}, {47, 18}, {36, 30}, {25, 18}}), {255, 150, 90}, {214, 40, 40});
  p.fill(polygon({{36, 8}, {41, 18}, {36, 30}, {31, 18}}), {255, 206, 150}, {240, 90, 60});
}

void bow(Painting& p) {
  p.fill(both(ring({12, 60}, 44, 6), polygon({{12, 60}, {20, 0}, {72, 0}, {72, 52}})), wood, dark_wood);
  p.fill(line({19, 16}, {56, 53}, 1.5f), paper).fill(line({20, 52}, {52, 20}, 2.5f), dark_wood);
  p.fill(polygon({{58, 14}, {56, 25}, {47, 16}}), steel, dark_steel);
  p.fill(polygon({{14, 58}, {16, 50}, {22, 50}, {22, 56}}), {214, 90, 90});
}

void coin(Painting& p) {
  p.fill(circle({36, 38}, 25), dark_gold).fill(circle({36, 36}, 25), gold, dark_gold);
  p.outline(circle({36, 36}, 21), 2, {255, 232, 160});
  p.fill(ring({36, 30}, 5, 4), {150, 96, 30}).fill(line({36, 35}, {36, 48}, 4), {150, 96, 30});
  p.fill(line({36, 47}, {41, 47}, 3), {150, 96, 30}).fill(line({21, 27}, {27, 20}, 2.5f), white.faded(0.8f));
}

void mushroom(Painting& p) {
  p.glow(circle({36, 32}, 16), 20, {130, 160, 255, 110});
  p.fill(polygon({{30, 34}, {42, 34}, {45, 60}, {27, 60}}), {244, 240, 226}, {190, 184, 176});
  const Shape cap = both(circle({36, 38}, 26), box({0, 0, 72, 40}, 0));
  p.fill(cap, {160, 180, 255}, {84, 84, 200});
  p.fill(circle({26, 26}, 4), white.faded(0.85f)).fill(circle({42, 21}, 5), white.faded(0.85f));
  p.fill(circle({50, 33}, 3.5f), white.faded(0.85f)).fill(circle({34, 35}, 3), white.faded(0.85f));
}

}  // namespace

Painting paint_icon(Icon icon) {
  Painting p{icon_size, icon_size};
  switch (icon) {
    case Icon::sword:
      sword(p);
      break;
    case Icon::shield:
      shield(p);
      break;
    case Icon::potion:
      potion(p);
      break;
    case Icon::key:
      key(p);
      break;
    case Icon::scroll:
      scroll(p);
      break;
    case Icon::gem:
      gem(p);
      break;
    case Icon::bread:
      bread(p);
      break;
    case Icon::lantern:
      lantern(p);
      break;
    case Icon::ring:
      ring_icon(p);
      break;
    case Icon::bow:
      bow(p);
      break;
    case Icon::coin:
      coin(p);
      break;
    case Icon::mushroom:
      mushroom(p);
      break;
  }
  return p;
}

Painting paint_great_key() {
  Painting p{220, 220};
  const Shape bow_of_key = either(either(ring({110, 50}, 26, 12), ring({84, 74}, 14, 8)), ring({136, 74}, 14, 8));
  const Shape bits = either(either(box({116, 152, 26, 11}, 3), box({116, 172, 34, 11}, 3)), box({118, 160, 12, 14}, 0));
  const Shape all = either(either(bow_of_key, box({104, 74, 12, 122}, 6)), either(bits, box({98, 90, 24, 9}, 4)));
  p.glow(all, 22, {246, 201, 92, 60}).fill(all, {255, 226, 140}, {196, 130, 44});
  p.outline(all, 1.5f, {255, 244, 200, 150});
  p.fill(circle({110, 50}, 11), {150, 232, 255}, {40, 120, 220}).fill(circle({106, 46}, 3), white.faded(0.9f));
  p.fill(line({107, 104}, {107, 186}, 2), white.faded(0.5f));
  return p;
}

}  // namespace keyturn::example::game_loop
