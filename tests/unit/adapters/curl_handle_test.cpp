// Checks what goes over the wire for each kind of request, and that nothing of it stays for the next one.
#ifndef BOOST_TEST_DYN_LINK
#define BOOST_TEST_DYN_LINK
#endif
#include "adapters/loopback_server.hpp"

#include <keyturn/adapters/curl_handle.hpp>

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <string>

namespace {

using namespace std::chrono_literals;
using keyturn::Body;
using keyturn::Errc;
using keyturn::Reader;
using keyturn::Request;
using keyturn::Response;
using keyturn::Result;
using keyturn::detail::CurlHandle;

/// One handle and a server that says yes to everything.
struct Fixture {
  loopback::Server server{[](loopback::Connection& c) {
    while (c.read())
      if (!c.write(c.request().head.starts_with("HEAD ") ? "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                                                         : loopback::ok("yes")))
        return;
  }};
  keyturn::CurlOptions options;
  std::unique_ptr<CurlHandle> handle = CurlHandle::open(options).value();

  Result<Response> send(const Request& request) {
    return handle->exchange(request, {.body = 1000, .header = 1000}, 900ms);
  }
  Request request(std::string method, Body body = {}) {
    return {.method = std::move(method), .url = server.url("/x"), .body = std::move(body)};
  }
  /// What the server got for that request.
  loopback::Received got(const Request& request) {
    const auto answer = send(request);
    BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : answer.error().detail));
    return server.last();
  }
};

Reader read_from(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](std::span<char> into) mutable {
    const std::size_t size = text.copy(into.data(), std::min<std::size_t>(into.size(), 7), at);  // in small pieces
    at += size;
    return size;
  };
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(adapters_curl_handle, Fixture)

BOOST_AUTO_TEST_CASE(a_plain_get_is_what_it_looks_like) {
  const auto got = this->got(request("GET"));
  BOOST_TEST(got.head == "GET /x HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                             "\r\nAccept: */*\r\nUser-Agent: " + options.user_agent + "\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(every_method_goes_out_as_given) {
  for (const std::string method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT", "get"})
    BOOST_TEST(got(request(method)).line() == method + " /x HTTP/1.1");
}

BOOST_AUTO_TEST_CASE(an_empty_body_is_announced_where_the_method_means_one) {
  for (const std::string method : {"POST", "PUT", "PATCH"})
    BOOST_TEST(got(request(method)).has_line("Content-Length: 0"), method);
  for (const std::string method : {"GET", "HEAD", "DELETE", "OPTIONS"})
    BOOST_TEST(got(request(method)).head.find("Content-Length") == std::string::npos, method);
}

BOOST_AUTO_TEST_CASE(bodies_in_memory_go_out_with_any_method_byte_for_byte) {
  const std::string bytes{"a\0b\r\n", 5};
  for (const std::string method : {"POST", "PUT", "PATCH", "DELETE", "GET", "REPORT"}) {
    const auto got = this->got(request(method, bytes));
    BOOST_TEST(got.line() == method + " /x HTTP/1.1");
    BOOST_TEST(got.has_line("Content-Length: 5"));
    BOOST_TEST(got.body == bytes);
  }
}

BOOST_AUTO_TEST_CASE(libcurl_adds_neither_a_type_nor_an_expectation) {
  for (const Body& body : {Body{std::string(2u << 20, 'x')}, Body{""}, Body::once(read_from("stream")),
                           Body::once(read_from("stream"), 6)}) {
    const auto got = this->got(request("POST", body));
    BOOST_TEST(got.head.find("Content-Type") == std::string::npos);
    BOOST_TEST(got.head.find("Expect") == std::string::npos);
  }
  Request typed = request("POST", "{}");
  typed.headers.set("Content-Type", "application/json");
  BOOST_TEST(got(typed).has_line("Content-Type: application/json"));
}

BOOST_AUTO_TEST_CASE(a_stream_of_known_length_is_announced) {
  for (const std::string method : {"POST", "PUT", "PATCH"}) {
    const auto got = this->got(request(method, Body::stream([] { return read_from("some bytes, and too many"); }, 10)));
    BOOST_TEST(got.line() == method + " /x HTTP/1.1");
    BOOST_TEST(got.has_line("Content-Length: 10"));
    BOOST_TEST(got.body == "some bytes");
  }
}

BOOST_AUTO_TEST_CASE(a_stream_of_unknown_length_goes_out_in_chunks) {
  const auto got = this->got(request("POST", Body::once(read_from("0123456789"))));
  BOOST_TEST(got.has_line("Transfer-Encoding: chunked"));
  BOOST_TEST(got.head.find("Content-Length") == std::string::npos);
  BOOST_TEST(got.body == "7\r\n0123456\r\n3\r\n789\r\n0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(an_empty_stream_is_an_empty_body) {
  BOOST_TEST(got(request("POST", Body::stream([] { return read_from(""); }, 0))).has_line("Content-Length: 0"));
  BOOST_TEST(got(request("POST", Body::stream([] { return read_from(""); }))).body == "0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_length_among_the_headers_cannot_contradict_the_body) {
  Request lying = request("POST", "four");
  lying.headers.set("Content-Length", "1");
  lying.headers.set("Transfer-Encoding", "chunked");
  const auto got = this->got(lying);
  BOOST_TEST(got.has_line("Content-Length: 4"));
  BOOST_TEST(got.head.find("chunked") == std::string::npos);
  BOOST_TEST(got.body == "four");
}

BOOST_AUTO_TEST_CASE(headers_go_out_as_they_are_empty_values_too) {
  Request r = request("GET");
  r.headers.add("Authorization", "Bearer abc");
  r.headers.add("X-Empty", "");
  r.headers.add("X-Two", "1");
  r.headers.add("X-Two", "2");
  r.headers.add("User-Agent", "mine/1");
  const auto got = this->got(r);
  for (const auto line : {"Authorization: Bearer abc", "X-Empty:", "X-Two: 1", "X-Two: 2", "User-Agent: mine/1"})
    BOOST_TEST(got.has_line(line), line);
  BOOST_TEST(got.head.find("keyturn") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_of_a_request_stays_for_the_next) {
  const std::string plain = got(request("GET")).head;
  Request loud = request("PATCH", "body");
  loud.headers.set("Authorization", "Bearer abc");
  for (const Request& before :
       {loud, request("HEAD"), request("POST", Body::stream([] { return read_from("abc"); })), request("PUT", ""),
        request("DELETE"), request("REPORT", Body::stream([] { return read_from("abc"); }, 3))}) {
    got(before);
    BOOST_TEST(got(request("GET")).head == plain);
    got(before);
    BOOST_TEST(got(request("POST", "x")).body == "x");
    got(before);
    BOOST_TEST(got(request("POST", Body::once(read_from("y"), 1))).body == "y");
    got(before);
    BOOST_TEST(got(request("HEAD")).line() == "HEAD /x HTTP/1.1");
  }
  BOOST_TEST(server.accepted() == 1);
}

BOOST_AUTO_TEST_CASE(a_refused_url_does_not_lead_to_the_one_before) {
  got(request("GET"));
  Request broken = request("GET");
  broken.url = "http://127.0.0.1/" + std::string(9'000'000, 'x');
  BOOST_TEST((send(broken).error().code == Errc::bad_request));
  BOOST_TEST(server.requests().size() == 1u);
  BOOST_TEST(got(request("GET")).connection == 1);
}

BOOST_AUTO_TEST_CASE(a_refused_request_leaves_the_handle_and_its_connection_in_order) {
  got(request("GET"));
  Request header = request("GET"), method = request("G ET"), head = request("HEAD", "body"), scheme = request("GET");
  header.headers.set("X", "a\nb");
  scheme.url = "ftp://127.0.0.1/";
  for (const Request& refused : {header, method, head, scheme}) {
    BOOST_TEST(!send(refused).has_value());
    BOOST_TEST(handle->healthy());
    BOOST_TEST(got(request("GET")).connection == 1);
  }
}

BOOST_AUTO_TEST_CASE(at_most_once_takes_a_fresh_connection_and_does_not_keep_it) {
  got(request("GET"));
  Request once = request("POST", "refresh");
  once.at_most_once = true;
  BOOST_TEST(got(once).connection == 2);
  BOOST_TEST(got(once).connection == 3);
  BOOST_TEST(got(request("GET")).connection < 3);
  BOOST_TEST(server.accepted() == 3);
}

BOOST_AUTO_TEST_CASE(it_knows_the_origin_that_it_went_to_last) {
  got(request("GET"));
  BOOST_TEST(handle->last_went_to(server.url("/other?x=1")));
  BOOST_TEST(handle->last_went_to(server.url("")));
  BOOST_TEST(!handle->last_went_to(server.url("") + "0/"));
  BOOST_TEST(!handle->last_went_to("http://127.0.0.1/"));
  BOOST_TEST(!handle->last_went_to("https" + server.url().substr(4)));
}

BOOST_AUTO_TEST_CASE(the_zone_of_an_ipv6_address_is_kept) {
  BOOST_TEST(!send({.url = "http://[fe80::1%251]:1/"}).has_value());
  long error = 0;
  curl_easy_getinfo(handle->easy(), CURLINFO_OS_ERRNO, &error);
  BOOST_TEST(error != EINVAL);  // what the system says to a link-local address without one
}

BOOST_AUTO_TEST_CASE(a_user_agent_of_two_lines_is_refused) {
  const keyturn::CurlOptions forged{.user_agent = "a\r\nX-Forged: 1"};
  BOOST_TEST((CurlHandle::open(forged).error().code == Errc::bad_request));
}

BOOST_AUTO_TEST_CASE(a_transfer_may_be_run_by_others) {
  const Request mine = request("POST", "body");
  BOOST_TEST(handle->begin(mine, {.body = 1000, .header = 1000}, 900ms).has_value());
  BOOST_TEST(handle->finish(curl_easy_perform(handle->easy()))->body == "yes");
  BOOST_TEST(server.last().body == "body");
  BOOST_TEST(got(request("GET")).connection == 1);
}

BOOST_AUTO_TEST_CASE(a_transfer_that_never_ran_leaves_nothing_of_its_request) {
  {
    const Request gone = request("POST", "body");
    BOOST_TEST(handle->begin(gone, {.body = 1000, .header = 1000}, 900ms).has_value());
    handle->cancel();
    BOOST_TEST((handle->finish(CURLE_ABORTED_BY_CALLBACK).error().code == Errc::cancelled));
    BOOST_TEST(!handle->healthy());
  }
  BOOST_TEST(got(request("GET")).body.empty());
}

BOOST_AUTO_TEST_SUITE_END()
