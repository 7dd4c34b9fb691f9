// Pictures painted at the start: smooth shapes, given as distances from their edge, one over another.
#ifndef KEYTURN_EXAMPLES_GAME_LOOP_PAINTING_HPP
#define KEYTURN_EXAMPLES_GAME_LOOP_PAINTING_HPP

#include <cstdint>
#include <functional>
#include <vector>

namespace keyturn::example::game_loop {

struct Point {
  float x = 0, y = 0;
};

struct Box {
  float x = 0, y = 0, width = 0, height = 0;
  constexpr bool holds(Point point) const {
    return point.x >= x && point.y >= y && point.x < x + width && point.y < y + height;
  }
  constexpr Point middle() const { return {x + width / 2, y + height / 2}; }
};

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
  constexpr Colour faded(float share) const {
    return {red, green, blue, static_cast<std::uint8_t>(static_cast<float>(alpha) * share)};
  }
};

Colour mix(Colour from, Colour to, float share);

// How far a point lies outside the shape, in pixels; negative inside.
using Shape = std::function<float(Point)>;

Shape circle(Point middle, float radius);
Shape ring(Point middle, float radius, float thickness);
Shape box(Box where, float rounding);
Shape line(Point from, Point to, float thickness);  // with round ends
Shape polygon(std::vector<Point> corners);
Shape both(Shape first, Shape second);
Shape either(Shape first, Shape second);
Shape without(Shape first, Shape second);

class Painting {
 public:
  Painting(int width, int height)
      : width_{width},
        height_{height},
        pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), Colour{0, 0, 0, 0}) {}

  Painting& fill(const Shape& shape, Colour colour) { return fill(shape, colour, colour); }
  Painting& fill(const Shape& shape, Colour top, Colour bottom);  // from the painting's upper edge to its lower
  Painting& outline(const Shape& shape, float thickness, Colour colour);
  // Fades out over that distance from the edge.
  Painting& glow(const Shape& shape, float distance, Colour colour);

  int width() const { return width_; }
  int height() const { return height_; }
  const std::vector<Colour>& pixels() const { return pixels_; }  // row by row

 private:
  void blend(std::size_t at, Colour colour, float coverage);
  template <class Paint>
  void each_pixel(Paint&& paint);

  int width_, height_;
  std::vector<Colour> pixels_;
};

}  // namespace keyturn::example::game_loop

#endif
