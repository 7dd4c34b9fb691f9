#include <keyturn/keyturn.hpp>

#include "shapes.hpp"

int main() {
  auto result = shapes::headers(shapes::single(shapes::headers_then_single(shapes::single_then_headers(
      keyturn::Response{.status = 0}))));
  return result && result->status == 4 ? 0 : 1;
}
