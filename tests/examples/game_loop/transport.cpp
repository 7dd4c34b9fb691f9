#define BOOST_TEST_MODULE game_loop_transport
#include "game_loop/transport.hpp"

#include <keyturn/testing.hpp>

#include <boost/test/unit_test.hpp>

using keyturn::example::game_loop::FrameTransport;

static_assert(keyturn::explain_transport<FrameTransport>());

BOOST_AUTO_TEST_CASE(keeps_to_the_concept) {
  const auto report = keyturn::testing::check_transport(FrameTransport{});
  BOOST_TEST(static_cast<bool>(report), report.text());
}
