#include "game_loop/painting.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace keyturn::example::game_loop {
namespace {

float length(Point point) { return std::hypot(point.x, point.y); }
Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
float dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }

float distance_to_line(Point point, Point from, Point to) {
  const Point along = to - from, there = point - from;
  const float share = std::clamp(dot(there, along) / std::max(dot(along, along), 1e-6f), 0.0f, 1.0f);
  return length({there.x - along.x * share, there.y - along.y * share});
}

std::uint8_t mix(std::uint8_t from, std::uint8_t to, float share) {
  return static_cast<std::uint8_t>(std::lround(from + (to - from) * share));
}

}  // namespace

Colour mix(Colour from, Colour to, float share) {
  return {mix(from.red, to.red, share), mix(from.green, to.green, share), mix(from.blue, to.blue, share),
          mix(from.alpha, to.alpha, share)};
}

Shape circle(Point middle, float radius) {
  return [=](Point point) { return length(point - middle) - radius; };
}

Shape ring(Point middle, float radius, float thickness) {
  return [=](Point point) { return std::abs(length(point - middle) - radius) - thickness / 2; };
}

Shape box(Box where, float rounding) {
  return [=](Point point) {
    const float x = std::abs(point.x - where.middle().x) - where.width / 2 + rounding;
    const float y = std::abs(point.y - where.middle().y) - where.height / 2 + rounding;
    return length({std::max(x, 0.0f), std::max(y, 0.0f)}) + std::min(std::max(x, y), 0.0f) - rounding;
  };
}

Shape line(Point from, Point to, float thickness) {
  return [=](Point point) { return distance_to_line(point, from, to) - thickness / 2; };
}

Shape polygon(std::vector<Point> corners) {
  return [corners = std::move(corners)](Point point) {
    float nearest = std::numeric_limits<float>::max();
    bool inside = false;
    for (std::size_t i = 0, before = corners.size() - 1; i < corners.size(); before = i++) {
      const Point a = corners[i], b = corners[before];
      nearest = std::min(nearest, distance_to_line(point, a, b));
      if ((a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x)
        inside = !inside;
    }
    return inside ? -nearest : nearest;
  };
}

Shape both(Shape first, Shape second) {
  return [=](Point point) { return std::max(first(point), second(point)); };
}
Shape either(Shape first, Shape second) {
  return [=](Point point) { return std::min(first(point), second(point)); };
}
Shape without(Shape first, Shape second) {
  return [=](Point point) { return std::max(first(point), -second(point)); };
}

template <class Paint>
void Painting::each_pixel(Paint&& paint) {
  std::size_t at = 0;
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x) paint(at++, Point{static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f});
}

Painting& Painting::fill(const Shape& shape, Colour top, Colour bottom) {
  each_pixel([&](std::size_t at, Point point) {
    const float coverage = std::clamp(0.5f - shape(point), 0.0f, 1.0f);
    if (coverage > 0) blend(at, mix(top, bottom, point.y / static_cast<float>(height_)), coverage);
  });
  return *this;
}

Painting& Painting::outline(const Shape& shape, float thickness, Colour colour) {
  return fill([&](Point point) { return std::abs(shape(point) + thickness / 2) - thickness / 2; }, colour);
}

Painting& Painting::glow(const Shape& shape, float distance, Colour colour) {
  each_pixel([&](std::size_t at, Point point) {
    const float share = 1 - std::clamp(shape(point) / distance, 0.0f, 1.0f);
    blend(at, colour, share * share);
  });
  return *this;
}

// Colours are kept as they are, not multiplied with their alpha.
void Painting::blend(std::size_t at, Colour colour, float coverage) {
  Colour& under = pixels_[at];
  const float over = coverage * static_cast<float>(colour.alpha) / 255;
  const float below = static_cast<float>(under.alpha) / 255 * (1 - over);
  const float all = over + below;
  if (all <= 0) return;
  const float share = over / all;
  under = {mix(under.red, colour.red, share), mix(under.green, colour.green, share),
           mix(under.blue, colour.blue, share), static_cast<std::uint8_t>(std::lround(all * 255))};
}

}  // namespace keyturn::example::game_loop
