// Checks which handle the next request gets, and which are kept.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include "adapters/loopback_server.hpp"

#include <keyturn/adapters/curl_handle_pool.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace std::chrono_literals;
using keyturn::detail::CurlHandle;
using keyturn::detail::CurlHandlePool;

bool visit(CurlHandle& handle, std::string url) {
  return handle.exchange({.url = std::move(url)}, {.body = 100, .header = 1000}, 900ms).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adapters_curl_handle_pool)

BOOST_AUTO_TEST_CASE(a_handle_comes_back_out) {
  CurlHandlePool pool{{}};
  auto handle = pool.take("http://127.0.0.1/").value();
  const CurlHandle* const first = handle.get();
  pool.give_back(std::move(handle));
  BOOST_TEST(pool.idle() == 1u);
  BOOST_TEST(pool.take("http://127.0.0.1/").value().get() == first);
  BOOST_TEST(pool.idle() == 0u);
}

BOOST_AUTO_TEST_CASE(the_one_that_knows_the_origin_goes_first_else_the_one_used_last) {
  loopback::Server a{loopback::answer(loopback::ok("a"))}, b{loopback::answer(loopback::ok("b"))};
  CurlHandlePool pool{{}};
  auto to_a = pool.take(a.url()).value(), to_b = pool.take(b.url()).value();
  const CurlHandle* const knows_a = to_a.get();
  const CurlHandle* const knows_b = to_b.get();
  BOOST_TEST(visit(*to_a, a.url()));
  BOOST_TEST(visit(*to_b, b.url()));
  pool.give_back(std::move(to_a));
  pool.give_back(std::move(to_b));

  to_a = pool.take(a.url("/again")).value();
  BOOST_TEST(to_a.get() == knows_a);
  pool.give_back(std::move(to_a));
  to_b = pool.take(b.url()).value();
  BOOST_TEST(to_b.get() == knows_b);
  pool.give_back(std::move(to_b));
  BOOST_TEST(pool.take("http://other.example/").value().get() == knows_b);
}

BOOST_AUTO_TEST_CASE(no_more_are_kept_than_was_said) {
  CurlHandlePool pool{{.max_idle_connections = 2}};
  std::vector<std::unique_ptr<CurlHandle>> out;
  for (int i = 0; i < 3; ++i) out.push_back(pool.take("http://127.0.0.1/").value());
  for (auto& handle : out) pool.give_back(std::move(handle));
  BOOST_TEST(pool.idle() == 2u);

  CurlHandlePool none{{.max_idle_connections = 0}};
  none.give_back(none.take("http://127.0.0.1/").value());
  BOOST_TEST(none.idle() == 0u);
}

BOOST_AUTO_TEST_CASE(a_handle_whose_transfer_failed_is_not_kept) {
  loopback::Server server{[](loopback::Connection& c) { c.read(); }};
  CurlHandlePool pool{{}};
  auto handle = pool.take(server.url()).value();
  BOOST_TEST(!visit(*handle, server.url()));
  pool.give_back(std::move(handle));
  BOOST_TEST(pool.idle() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
