#include <keyturn/testing/check_transport/expectations.hpp>

#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <boost/test/unit_test.hpp>

using keyturn::Errc;
using keyturn::Error;
using keyturn::Response;
using keyturn::Result;
using keyturn::testing::Findings;
using keyturn::testing::LoopbackServer;
namespace checks = keyturn::testing::checks;

BOOST_AUTO_TEST_SUITE(check_transport_expectations)

BOOST_AUTO_TEST_CASE(a_request_is_what_a_client_would_hand_over) {
  const LoopbackServer server{[](keyturn::testing::LoopbackConnection&) {}};
  const auto request = checks::post_to(server, "text", "/path");
  BOOST_TEST(request.url == server.url("/path"));
  BOOST_TEST(request.method == "POST");
  BOOST_CHECK(request.timeout > request.timeout.zero());
  BOOST_TEST(request.max_response > 0u);
}

BOOST_AUTO_TEST_CASE(what_came_instead_is_said) {
  Findings findings;
  const Result<Response> answer{Response{.status = 404, .body = "no"}};
  BOOST_CHECK(checks::expect_status(findings, answer, 404));
  BOOST_CHECK(!checks::expect_body(findings, answer, "yes"));
  BOOST_TEST(findings.seen() == "instead of an answer with status 200 came an answer with status 404 and 2 bytes");
  Findings others;
  BOOST_CHECK(!checks::expect_error(others, Error{.code = Errc::not_sent}, Errc::no_answer, "then"));
  BOOST_TEST(others.seen() == "then, instead of no_answer came not_sent");
}

BOOST_AUTO_TEST_CASE(answers_have_their_length) {
  BOOST_TEST(checks::answer_with(200, "body", "X-Name: v\r\n") ==
             "HTTP/1.1 200 Text\r\nContent-Length: 4\r\nX-Name: v\r\n\r\nbody");
  BOOST_TEST(checks::every_byte(600).size() == 600u);
}

BOOST_AUTO_TEST_SUITE_END()
