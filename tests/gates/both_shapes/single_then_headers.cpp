#include "../../../single_include/keyturn/core.hpp"
#include <keyturn/keyturn.hpp>
#include "../../../single_include/keyturn/testing/manual.hpp"
#include <keyturn/testing/manual.hpp>

#include "shapes.hpp"

keyturn::Result<keyturn::Response> shapes::single_then_headers(keyturn::Result<keyturn::Response> so_far) {
  return step(std::move(so_far));
}
