// The transport over cpp-httplib keeps to its concept, but for what its header says.
#include "custom_transport/httplib_transport.hpp"

#include <keyturn/testing/check_transport.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace keyturn;
using example::HttplibTransport;

BOOST_AUTO_TEST_SUITE(httplib_transport)

BOOST_AUTO_TEST_CASE(keeps_to_the_transport_concept_but_for_what_the_library_cannot) {
  const std::set<std::string> known{
      "headers come as they were sent",
      "what is no HTTP is bad_answer",
      "a body in chunks comes",  // with a trailer
      "interim answers are skipped",
      "an answer that is cut off is never an answer",
      "an endless header ends",
  };
  const auto report = testing::check_transport(HttplibTransport{});
  for (const std::string& name : report.failed())
    BOOST_TEST(known.count(name) == 1u, name << ": " << report.find(name)->seen);
}

// What is known to fail above must not hide more than it says.
BOOST_AUTO_TEST_CASE(every_header_field_and_every_chunk_arrives) {
  testing::LoopbackServer server{[](testing::LoopbackConnection& connection) {
    if (!connection.read()) return;
    connection.write(
        "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nfirst\r\n1;name=value\r\n,\r\n00A\r\n0123456789\r\n0\r\n\r\n");
  }};
  Request request = testing::checks::request_to(server);
  for (const char* value : {"first", "second"}) request.headers.add("X-Repeated", value);
  request.headers.add("Authorization", "Bearer token");
  const auto answer = HttplibTransport{}.send(request);
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->body == "first,0123456789");
  std::string cookies, sent;
  for (const Header& field : answer->headers)
    if (field.name == "Set-Cookie") cookies += field.value + ';';
  BOOST_TEST(cookies == "a=1;b=2;");
  for (const Header& field : server.last().headers)
    if (field.name == "X-Repeated" || field.name == "Authorization") sent += field.value + ';';
  BOOST_TEST(sent == "Bearer token;first;second;");
}

BOOST_AUTO_TEST_CASE(what_it_cannot_read_is_never_taken_for_unsent) {
  for (const char* bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: yes\r\n\r\n"}) {
    testing::LoopbackServer server{testing::checks::once_only(bytes)};
    const auto answer = HttplibTransport{}.send(testing::checks::request_to(server));
    BOOST_TEST_CONTEXT(bytes) BOOST_TEST((!answer && answer.error().code == Errc::no_answer));
  }
}

BOOST_AUTO_TEST_CASE(a_body_of_another_length_than_it_said_is_no_success) {
  testing::LoopbackServer server{testing::checks::always(testing::checks::answer_with(200, ""))};
  const Body text{"abc"};
  for (const std::uint64_t length : {2u, 4u}) {
    const auto body = Body::stream([&text] { return text.open(); }, length);
    BOOST_TEST(!HttplibTransport{}.send(testing::checks::post_to(server, body)).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()
