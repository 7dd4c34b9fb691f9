#include "adapters/loopback_server.hpp"

#include <keyturn/adapters/curl.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <type_traits>

using keyturn::CurlTransport;

static_assert(keyturn::BlockingTransport<CurlTransport>);
static_assert(!std::is_copy_constructible_v<CurlTransport> && std::is_nothrow_move_constructible_v<CurlTransport>);

BOOST_AUTO_TEST_SUITE(adapters_curl)

BOOST_AUTO_TEST_CASE(a_transport_that_is_moved_keeps_its_connections) {
  loopback::Server server{loopback::answer(loopback::ok("x"))};
  const keyturn::Request request{.url = server.url()};
  CurlTransport first;
  BOOST_TEST(first.send(request).has_value());
  CurlTransport second = std::move(first);
  BOOST_TEST(second.send(request).has_value());
  first = std::move(second);
  BOOST_TEST(first.send(request).has_value());
  BOOST_TEST(server.accepted() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
