// The transport by hand keeps to its concept, and to what is its own choice.
#include "embedded/socket_transport.hpp"

#include <keyturn/testing/check_transport.hpp>

#include <boost/test/unit_test.hpp>

using namespace keyturn;
using example::embedded::SocketTransport;

BOOST_AUTO_TEST_SUITE(socket_transport)

BOOST_AUTO_TEST_CASE(keeps_to_the_transport_concept) {
  const auto report = testing::check_transport(SocketTransport{});
  BOOST_TEST(report.passed(), report);
}

BOOST_AUTO_TEST_CASE(https_is_refused_and_nothing_is_sent) {
  const auto answer = SocketTransport{}.send({.url = "https://127.0.0.1/", .timeout = std::chrono::seconds{1}});
  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_CHECK(answer.error().code == Errc::unsupported);
}

BOOST_AUTO_TEST_SUITE_END()
