// One small header first, so that the single one has a hole where that stands, and the whole tree after it.
#include <keyturn/model/request.hpp>
#include "../../../single_include/keyturn/core.hpp"
#include "../../../single_include/keyturn/keyturn.hpp"
#include <keyturn/keyturn.hpp>
#include <keyturn/testing/manual.hpp>

#include "shapes.hpp"

keyturn::Result<keyturn::Response> shapes::headers_then_single(keyturn::Result<keyturn::Response> so_far) {
  return step(std::move(so_far));
}
