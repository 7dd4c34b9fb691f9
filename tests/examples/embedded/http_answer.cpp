// What an answer may look like beyond what every transport must take or refuse.
#include "embedded/socket_transport.hpp"

#include <keyturn/testing/loopback_server.hpp>

#include <boost/test/unit_test.hpp>

using namespace keyturn;
using testing::LoopbackConnection;
using testing::LoopbackServer;

namespace {

Result<Response> answer_to(Request request, std::string bytes) {
  LoopbackServer server{[&](LoopbackConnection& connection) {
    if (connection.read()) connection.write(bytes);
  }};
  request.url = server.url("/");
  request.timeout = std::chrono::seconds{10};
  request.max_response = 1000;
  return example::embedded::SocketTransport{}.send(request);
}

std::string text(const Result<Response>& answer) {
  return answer ? answer->body : std::string{to_string(answer.error().code)};
}

std::string text_of(std::string bytes) { return text(answer_to({}, std::move(bytes))); }

}  // namespace

BOOST_AUTO_TEST_SUITE(http_answer)

BOOST_AUTO_TEST_CASE(lengths_that_do_not_agree_are_refused) {
  const auto with = [](const std::string& fields) { return text_of("HTTP/1.1 200 OK\r\n" + fields + "\r\nbody"); };
  BOOST_TEST(with("Content-Length: 4\r\ncontent-length: 4\r\n") == "body");
  for (const char* fields :
       {"Content-Length: 4\r\nContent-Length: 3\r\n", "Content-Length: 4, 4\r\n", "Content-Length: -4\r\n",
        "Content-Length: +4\r\n", "Content-Length: 0x4\r\n", "Content-Length:\r\n",
        "Content-Length: 99999999999999999999\r\n", "Content-Length: 18446744073709551615\r\n"})
    BOOST_TEST_CONTEXT(fields) BOOST_TEST(with(fields) == "bad_answer");
}

BOOST_AUTO_TEST_CASE(chunks_that_are_none_are_refused) {
  const auto with = [](const std::string& body) {
    return text_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
  };
  BOOST_TEST(with("4\r\nbody\r\n0\r\n\r\n") == "body");
  BOOST_TEST(with("4;name=value\nbody\n0\n\n") == "body");
  for (const char* body :
       {"\r\nbody\r\n", "g\r\nbody", "-4\r\nbody", "4\r\nbodyx\r\n0\r\n\r\n", "11111111111111111\r\n"})
    BOOST_TEST_CONTEXT(body) BOOST_TEST(with(body) == "bad_answer");
  BOOST_TEST(text_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n") == "bad_answer");
}

BOOST_AUTO_TEST_CASE(header_fields_that_are_none_are_refused) {
  for (const char* field : {"no colon\r\n", ": no name\r\n", "Name : value\r\n", "Name: one\r\n folded\r\n"})
    BOOST_TEST_CONTEXT(field) BOOST_TEST(text_of(std::string{"HTTP/1.1 200 OK\r\n"} + field + "\r\n") == "bad_answer");
}

BOOST_AUTO_TEST_CASE(a_status_may_stand_without_its_text) {
  for (const char* line : {"HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.0 200 Fine"})
    BOOST_TEST_CONTEXT(line) BOOST_TEST(text_of(std::string{line} + "\r\nContent-Length: 2\r\n\r\nok") == "ok");
  for (const char* line : {"HTTP/2 200", "HTTP/1.1 099 Low", "HTTP/1.1 2x0 OK", "HTTP/1.1", "", "http/1.1 200 OK"})
    BOOST_TEST_CONTEXT(line) BOOST_TEST(text_of(std::string{line} + "\r\n\r\n") == "bad_answer");
}

BOOST_AUTO_TEST_CASE(a_body_of_another_length_than_it_said_is_no_request) {
  const auto reader = [](std::size_t size) {
    return [left = size](std::span<char> into) mutable {
      const std::size_t now = std::min(left, into.size());
      left -= now;
      std::fill_n(into.begin(), now, 'b');
      return now;
    };
  };
  for (const std::size_t size : {std::size_t{9}, std::size_t{11}, std::size_t{5000}}) {
    Request request{.method = "POST", .body = Body::once(reader(size), 10)};
    BOOST_TEST(text(answer_to(std::move(request), "HTTP/1.1 200 OK\r\n\r\n")) == "bad_request");
  }
}

BOOST_AUTO_TEST_CASE(what_the_transport_says_itself_is_said_once) {
  LoopbackServer server{[](LoopbackConnection& connection) {
    if (connection.read()) connection.write("HTTP/1.1 204 None\r\n\r\n");
  }};
  Request request{.method = "POST", .url = server.url("?query#fragment"), .body = "text"};
  request.timeout = std::chrono::seconds{10};
  for (const char* name : {"Host", "content-length", "Transfer-Encoding"}) request.headers.add(name, "other");
  BOOST_TEST(example::embedded::SocketTransport{}.send(request).has_value());
  const auto seen = server.last();
  BOOST_TEST(seen.target == "/?query");
  BOOST_TEST(seen.body == "text");
  BOOST_TEST((seen.headers.get("Host") == server.authority()));
  BOOST_TEST((seen.headers.get("Content-Length") == "4"));
  BOOST_TEST(!seen.headers.get("Transfer-Encoding").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
