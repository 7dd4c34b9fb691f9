#include <keyturn/testing/loopback_server.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

#include <keyturn/adapters/curl.hpp>

using keyturn::Errc;
using keyturn::testing::LoopbackConnection;
using keyturn::testing::LoopbackServer;

namespace {

keyturn::Request get(const LoopbackServer& server) {
  return {.url = server.url("/path?query"), .timeout = std::chrono::seconds{10}, .max_response = 1000};
}

void no_content(LoopbackConnection& connection) {
  while (connection.read())
    if (!connection.write("HTTP/1.1 204 No Content\r\n\r\n")) return;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(loopback_server)

BOOST_AUTO_TEST_CASE(it_keeps_what_it_was_sent) {
  LoopbackServer server{no_content};
  keyturn::CurlTransport transport;
  auto request = get(server);
  request.method = "POST";
  request.headers.add("X-Name", "a value: with a colon");
  request.body = "text";
  for (int i = 0; i < 2; ++i) {
    const auto answer = transport.send(request);
    BOOST_REQUIRE(answer);
    BOOST_TEST(answer->status == 204);
  }
  BOOST_REQUIRE(server.requests().size() == 2);
  const auto received = server.last();
  BOOST_TEST(received.connection == 1);
  BOOST_TEST(received.method == "POST");
  BOOST_TEST(received.target == "/path?query");
  BOOST_TEST(received.headers.get("x-name").value() == "a value: with a colon");
  BOOST_TEST(received.headers.get("Host").value() == server.authority());
  BOOST_TEST(received.body == "text");
  BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(it_puts_chunks_together) {
  LoopbackServer server{no_content};
  auto request = get(server);
  request.method = "PUT";
  request.body = keyturn::Body::stream([]() -> keyturn::Reader {
    return [left = 3](std::span<char> into) mutable {
      if (left == 0) return std::size_t{0};
      into[0] = static_cast<char>('a' + --left);
      return std::size_t{1};
    };
  });
  BOOST_CHECK(keyturn::CurlTransport{}.send(request));
  BOOST_TEST(server.last().headers.get("Transfer-Encoding").value() == "chunked");
  BOOST_TEST(server.last().body == "cba");
}

BOOST_AUTO_TEST_CASE(it_ends_while_connections_are_open) {
  const auto started = std::make_shared<std::atomic<bool>>(false);
  keyturn::Result<keyturn::Response> answer;
  std::thread caller;
  {
    LoopbackServer server{[started](LoopbackConnection& connection) {
      static_cast<void>(connection.read());
      *started = true;
      connection.stall(std::chrono::hours{1});
    }};
    caller = std::thread{[&answer, request = get(server)] { answer = keyturn::CurlTransport{}.send(request); }};
    while (!*started) std::this_thread::yield();
  }
  caller.join();
  BOOST_REQUIRE(!answer);
  BOOST_CHECK(answer.error().code == Errc::no_answer);
}

BOOST_AUTO_TEST_CASE(without_requests_the_last_one_is_empty) {
  const LoopbackServer server{no_content};
  BOOST_TEST(server.last().method == "");
  BOOST_TEST(server.connections() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
