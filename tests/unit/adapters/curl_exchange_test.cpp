// Checks how the pieces that libcurl hands over become an answer or an error, without a network.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include <keyturn/adapters/curl_exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using keyturn::Body;
using keyturn::Errc;
using keyturn::Request;
using keyturn::Response;
using keyturn::Result;
using keyturn::detail::CurlExchange;

std::string lines;  // room that one exchange after another uses
constexpr keyturn::detail::CurlLimits limits{.body = 100, .header = 1000};

bool feed(CurlExchange& exchange, std::initializer_list<std::string_view> header) {
  for (const auto line : header)
    if (!exchange.header(line)) return false;
  return true;
}

Result<Response> finish(CurlExchange& exchange, CURLcode code = CURLE_OK) {
  return exchange.finish(code, 5ms, 1000ms, true);
}

Errc failure(CURLcode code, bool begun, std::chrono::milliseconds elapsed = 5ms, bool any_bytes_sent = true) {
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  if (begun) exchange.begin();
  return exchange.finish(code, elapsed, 1000ms, any_bytes_sent).error().code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(adapters_curl_exchange)

BOOST_AUTO_TEST_CASE(an_answer_is_status_fields_and_body) {
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  BOOST_TEST(feed(exchange, {"HTTP/1.1 404 Not Found\r\n", "A:  b c \t\r\n", "Empty:\r\n", "A: d\r\n", "\r\n"}));
  BOOST_TEST(exchange.body("one"));
  BOOST_TEST(exchange.body(""));
  BOOST_TEST(exchange.body(std::string_view{"\0two", 4}));
  const auto answer = finish(exchange);
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 404);
  BOOST_TEST(answer->headers.size() == 3u);
  BOOST_TEST(answer->headers.get("a").value() == "b c");
  BOOST_TEST(answer->headers.get("Empty").value() == "");
  BOOST_TEST((answer->headers.end() - 1)->value == "d");
  BOOST_TEST(answer->body == (std::string{"one\0two", 7}));
}

BOOST_AUTO_TEST_CASE(blocks_before_the_answer_and_trailers_behind_it_do_not_count) {
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  BOOST_TEST(
      feed(exchange, {"HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n"}));
  BOOST_TEST(feed(exchange, {"HTTP/2 200 \r\n", "A: 1\r\n", "\r\n"}));
  BOOST_TEST(feed(exchange, {"A: 2\r\n", "HTTP/1.1 500 no\r\n", "\r\n"}));
  const auto answer = finish(exchange);
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 200);
  BOOST_TEST(answer->headers.size() == 1u);
  BOOST_TEST(answer->headers.get("A").value() == "1");
  BOOST_TEST(!answer->headers.get("Link").has_value());
}

BOOST_AUTO_TEST_CASE(a_folded_line_goes_on_from_the_one_before) {
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  BOOST_TEST(feed(exchange, {"HTTP/1.1 200 OK\r\n", " lost\r\n", "A: b\r\n", "\t c \r\n", "\r\n"}));
  BOOST_TEST(finish(exchange)->headers.get("A").value() == "b c");
}

BOOST_AUTO_TEST_CASE(a_folded_line_leaves_no_space_at_the_ends_of_a_value) {
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  BOOST_TEST(feed(exchange, {"HTTP/1.1 503 X\r\n", "Retry-After:\r\n", " 120\r\n", " \r\n", "\r\n"}));
  BOOST_TEST(finish(exchange)->headers.get("Retry-After").value() == "120");
}

BOOST_AUTO_TEST_CASE(what_is_no_http_is_a_bad_answer) {
  for (const std::string_view line :
       {"HTTP/1.1\r\n", "HTTP/1.1 20\r\n", "HTTP/1.1 2x0 OK\r\n", "HTTP/1.1 099 X\r\n", "SMTP 200 x\r\n", "\r\n"}) {
    const Request request;
    CurlExchange exchange{request, limits, false, lines};
    BOOST_TEST(!exchange.header(line));
    BOOST_TEST((finish(exchange, CURLE_WRITE_ERROR).error().code == Errc::bad_answer));
  }
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  BOOST_TEST(!feed(exchange, {"HTTP/1.1 200 OK\r\n", "no colon\r\n"}));
  BOOST_TEST((finish(exchange, CURLE_WRITE_ERROR).error().code == Errc::bad_answer));
}

BOOST_AUTO_TEST_CASE(an_answer_that_ends_in_its_header_is_none) {
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  BOOST_TEST(feed(exchange, {"HTTP/1.1 200 OK\r\n", "A: 1\r\n"}));
  BOOST_TEST((finish(exchange).error().code == Errc::no_answer));
}

BOOST_AUTO_TEST_CASE(a_body_may_have_exactly_the_limit) {
  for (const std::size_t more : {0u, 1u}) {
    const Request request;
    CurlExchange exchange{request, limits, false, lines};
    feed(exchange, {"HTTP/1.1 200 OK\r\n", "\r\n"});
    BOOST_TEST(exchange.body(std::string(60, 'x')));
    BOOST_TEST(exchange.body(std::string(40 + more, 'x')) == (more == 0));
    if (more == 0)
      BOOST_TEST(finish(exchange)->body.size() == 100u);
    else
      BOOST_TEST((finish(exchange, CURLE_WRITE_ERROR).error().code == Errc::bad_answer));
  }
}

BOOST_AUTO_TEST_CASE(all_header_blocks_and_trailers_share_one_limit) {
  const Request request;
  CurlExchange exchange{request, {.body = 1, .header = 59}, false, lines};
  BOOST_TEST(feed(exchange, {"HTTP/1.1 103 Early Hints\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "\r\n"}));
  BOOST_TEST(!exchange.header("Trailer: 12\r\n"));
  BOOST_TEST((finish(exchange, CURLE_WRITE_ERROR).error().code == Errc::bad_answer));
}

BOOST_AUTO_TEST_CASE(on_data_sees_success_alone_and_its_false_cancels) {
  std::string seen;
  Request request;
  request.on_data = [&](std::string_view bytes) { return seen += bytes, bytes != "stop"; };
  {
    CurlExchange exchange{request, {.body = 3, .header = 1000}, false, lines};
    feed(exchange, {"HTTP/1.1 206 Partial\r\n", "\r\n"});
    BOOST_TEST(exchange.body("over the limit"));
    BOOST_TEST(finish(exchange)->body == "");
    BOOST_TEST(seen == "over the limit");
  }
  {
    CurlExchange exchange{request, limits, false, lines};
    feed(exchange, {"HTTP/1.1 500 Oh\r\n", "\r\n"});
    BOOST_TEST(exchange.body("why"));
    BOOST_TEST(finish(exchange)->body == "why");
    BOOST_TEST(seen == "over the limit");
  }
  CurlExchange exchange{request, limits, false, lines};
  feed(exchange, {"HTTP/1.1 200 OK\r\n", "\r\n"});
  BOOST_TEST(!exchange.body("stop"));
  BOOST_TEST((finish(exchange, CURLE_WRITE_ERROR).error().code == Errc::cancelled));
}

BOOST_AUTO_TEST_CASE(a_stream_is_read_to_its_length_and_not_beyond) {
  Request request;
  request.body =
      Body::once([](std::span<char> into) { return std::fill(into.begin(), into.end(), 'x'), into.size(); }, 10);
  CurlExchange exchange{request, limits, false, lines};
  char room[8];
  BOOST_TEST(exchange.read(room) == 8u);
  BOOST_TEST(exchange.read(room) == 2u);
  BOOST_TEST(exchange.read(room) == 0u);
}

BOOST_AUTO_TEST_CASE(a_stream_that_breaks_its_word_stops_the_transfer) {
  char room[8];
  Request request;
  request.body = Body::once([](std::span<char>) { return std::size_t{0}; }, 10);
  CurlExchange shorter{request, limits, false, lines};
  BOOST_TEST(shorter.read(room) == std::size_t{CURL_READFUNC_ABORT});
  BOOST_TEST((finish(shorter, CURLE_ABORTED_BY_CALLBACK).error().code == Errc::no_answer));

  request.body = Body::once([](std::span<char> into) { return into.size() + 1; });
  CurlExchange wilder{request, limits, false, lines};
  BOOST_TEST(wilder.read(room) == std::size_t{CURL_READFUNC_ABORT});
  BOOST_TEST((finish(wilder, CURLE_ABORTED_BY_CALLBACK).error().code == Errc::no_answer));
}

BOOST_AUTO_TEST_CASE(what_the_host_throws_comes_out_at_the_end) {
  Request request;
  request.on_data = [](std::string_view) -> bool { throw std::runtime_error{"on_data"}; };
  request.body = Body::once([](std::span<char>) -> std::size_t { throw std::runtime_error{"reader"}; });
  CurlExchange in{request, limits, false, lines};
  feed(in, {"HTTP/1.1 200 OK\r\n", "\r\n"});
  BOOST_TEST(!in.body("x"));
  BOOST_CHECK_EXCEPTION(static_cast<void>(finish(in, CURLE_WRITE_ERROR)), std::runtime_error,
                        [](const auto& e) { return e.what() == std::string{"on_data"}; });
  CurlExchange out{request, limits, false, lines};
  char room[8];
  BOOST_TEST(out.read(room) == std::size_t{CURL_READFUNC_ABORT});
  BOOST_CHECK_EXCEPTION(static_cast<void>(finish(out, CURLE_ABORTED_BY_CALLBACK)), std::runtime_error,
                        [](const auto& e) { return e.what() == std::string{"reader"}; });
}

BOOST_AUTO_TEST_CASE(a_second_sending_is_stopped_unless_it_is_allowed) {
  const Request request;
  CurlExchange once{request, limits, false, lines};
  BOOST_TEST(once.begin());
  BOOST_TEST(!once.begin());
  BOOST_TEST((finish(once, CURLE_ABORTED_BY_CALLBACK).error().code == Errc::no_answer));
  CurlExchange again{request, limits, true, lines};
  BOOST_TEST(again.begin());
  BOOST_TEST(again.begin());
}

BOOST_AUTO_TEST_CASE(an_answer_counts_even_if_libcurl_wanted_to_send_again) {
  const Request request;
  CurlExchange exchange{request, limits, false, lines};
  exchange.begin();
  feed(exchange, {"HTTP/1.1 417 Expectation Failed\r\n", "\r\n"});
  BOOST_TEST(!exchange.begin());
  BOOST_TEST(finish(exchange, CURLE_ABORTED_BY_CALLBACK)->status == 417);
}

BOOST_AUTO_TEST_CASE(errors_say_whether_the_server_may_have_seen_the_request) {
  for (const CURLcode code : {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
                              CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
                              CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_OUT_OF_MEMORY})
    BOOST_TEST((failure(code, false) == Errc::not_sent), code);
  for (const CURLcode code : {CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
                              CURLE_HTTP2_STREAM, CURLE_COULDNT_CONNECT, CURLE_SEND_FAIL_REWIND})
    BOOST_TEST((failure(code, true) == Errc::no_answer), code);
  for (const CURLcode code : {CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING,
                              CURLE_OUT_OF_MEMORY, static_cast<CURLcode>(100)})
    BOOST_TEST((failure(code, true) == Errc::bad_answer), code);
  BOOST_TEST((failure(CURLE_SEND_ERROR, true, 5ms, false) == Errc::not_sent));
  BOOST_TEST((failure(CURLE_UNSUPPORTED_PROTOCOL, false) == Errc::unsupported));
  BOOST_TEST((failure(CURLE_URL_MALFORMAT, false) == Errc::bad_request));
}

BOOST_AUTO_TEST_CASE(past_the_deadline_it_is_timed_out_and_before_it_a_slow_connect_is_not_sent) {
  BOOST_TEST((failure(CURLE_OPERATION_TIMEDOUT, false, 1000ms) == Errc::timed_out));
  BOOST_TEST((failure(CURLE_OPERATION_TIMEDOUT, true, 1000ms) == Errc::timed_out));
  BOOST_TEST((failure(CURLE_OPERATION_TIMEDOUT, false, 300ms) == Errc::not_sent));
}

BOOST_AUTO_TEST_CASE(once_cancelled_nothing_of_the_hosts_is_called) {
  int calls = 0;
  Request request;
  request.body = Body::once([&](std::span<char>) { return static_cast<std::size_t>(++calls); });
  request.on_data = [&](std::string_view) { return ++calls > 0; };
  CurlExchange exchange{request, limits, true, lines};
  BOOST_TEST(feed(exchange, {"HTTP/1.1 200 OK\r\n", "\r\n"}));
  exchange.cancel();
  char bytes[8];
  BOOST_TEST(exchange.read(bytes) == std::size_t{CURL_READFUNC_ABORT});
  BOOST_TEST(!exchange.body("x"));
  BOOST_TEST(!exchange.header("X: y\r\n"));
  BOOST_TEST(!exchange.begin());
  BOOST_TEST(calls == 0);
  BOOST_TEST((finish(exchange, CURLE_WRITE_ERROR).error().code == Errc::cancelled));
}

BOOST_AUTO_TEST_SUITE_END()
